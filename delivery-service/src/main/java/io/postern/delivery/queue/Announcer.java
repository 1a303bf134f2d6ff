package io.postern.delivery.queue;

import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.postern.contract.DeliveryAttempted.Outcome;
import io.postern.contract.Publisher;
import io.postern.contract.Topics;
import io.postern.contract.TraceContext;
import io.postern.contract.WireHeaders;
import io.postern.delivery.DeliverySettings;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Tells of attempts: an event for everybody, a span in the mail's trace, a metric, a line in the log. */
@ApplicationScoped
class Announcer {

    private static final Logger LOG = Logger.getLogger("io.postern.delivery");

    private final Publisher publisher;
    private final Tracer tracer;
    private final MeterRegistry metrics;
    private final boolean addresses;

    Announcer(Publisher publisher, Tracer tracer, MeterRegistry metrics, DeliverySettings settings) {
        this.publisher = publisher;
        this.tracer = tracer;
        this.metrics = metrics;
        this.addresses = settings.traceAddresses();
    }

    /** @return those whose event Kafka has acknowledged */
    List<Attempt> announce(List<Attempt> attempts) {
        List<CompletableFuture<Boolean>> acknowledged =
                attempts.stream().map(this::publish).toList();
        attempts.forEach(this::observe);
        List<Attempt> announced = new ArrayList<>();
        for (int i = 0; i < attempts.size(); i++) {
            if (acknowledged.get(i).join()) {
                announced.add(attempts.get(i));
            }
        }
        return announced;
    }

    private CompletableFuture<Boolean> publish(Attempt attempt) {
        String mailId = attempt.recipient().mail.id;
        return publisher
                .send(Publisher.json(Topics.DELIVERIES, mailId, attempt.event()))
                .handle((metadata, failure) -> {
                    if (failure != null) {
                        LOG.warnf("delivery not announced, it comes again mailId=%s cause=%s", mailId, failure);
                    }
                    return failure == null;
                });
    }

    private void observe(Attempt attempt) {
        Recipient recipient = attempt.recipient();
        span(attempt);
        metrics.timer("postern.deliveries", "outcome", attempt.outcome().name()).record(attempt.elapsed());
        LOG.infof(
                "delivery attempted mailId=%s recipient=%s attempt=%d outcome=%s elapsedMs=%d detail=%s",
                recipient.mail.id,
                recipient.address,
                recipient.attempt,
                attempt.outcome(),
                attempt.elapsed().toMillis(),
                attempt.result().detail());
    }

    private void span(Attempt attempt) {
        Recipient recipient = attempt.recipient();
        Span span = tracer.spanBuilder("deliver")
                .setParent(parent(recipient.mail.traceparent))
                .setStartTimestamp(attempt.at())
                .setAttribute("postern.mail_id", recipient.mail.id)
                .setAttribute("postern.outcome", attempt.outcome().name())
                .startSpan();
        if (addresses) {
            span.setAttribute("postern.recipient", recipient.address);
        }
        if (attempt.outcome() == Outcome.DEFERRED || attempt.outcome() == Outcome.FAILED) {
            span.setStatus(StatusCode.ERROR);
        }
        span.end(attempt.at().plus(attempt.elapsed()));
    }

    private static Context parent(@Nullable String traceparent) {
        RecordHeaders headers = new RecordHeaders();
        if (traceparent != null) {
            WireHeaders.put(headers, "traceparent", traceparent);
        }
        return TraceContext.extract(headers);
    }
}
