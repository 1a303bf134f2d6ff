package io.postern.delivery.queue;

import io.micrometer.core.instrument.MeterRegistry;
import io.postern.contract.Publisher;
import io.postern.contract.Topics;
import io.postern.tracing.MailLog;
import io.postern.tracing.SpanReference;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jboss.logging.Logger;

/** Tells of attempts: an event for everybody, a metric, a line in the log. */
@ApplicationScoped
class Announcer {

    private static final Logger LOG = Logger.getLogger("io.postern.delivery");

    private final Publisher publisher;
    private final MeterRegistry metrics;

    Announcer(Publisher publisher, MeterRegistry metrics) {
        this.publisher = publisher;
        this.metrics = metrics;
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
        metrics.timer("postern.deliveries", "outcome", attempt.outcome().name()).record(attempt.elapsed());
        MailLog log = MailLog.about(recipient.mail.id, SpanReference.read(recipient.mail.traceparent));
        LOG.infof(
                "delivery attempted mailId=%s recipient=%s attempt=%d outcome=%s elapsedMs=%d detail=%s",
                recipient.mail.id,
                recipient.address,
                recipient.attempt,
                attempt.outcome(),
                attempt.elapsed().toMillis(),
                attempt.result().detail());
        log.close();
    }
}
