package io.postern.delivery.custody;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.postern.contract.TraceContext;
import io.postern.tracing.Messaging;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jboss.logging.Logger;

/** Tells of mail taken over: a span in the mail's trace, a metric, a line in the log. */
@ApplicationScoped
class CustodyReport {

    private static final Logger LOG = Logger.getLogger(CustodyReport.class);

    private static final String GROUP = "delivery";

    private final Tracer tracer;
    private final Timer age;

    CustodyReport(Tracer tracer, MeterRegistry metrics) {
        this.tracer = tracer;
        this.age = metrics.timer("postern.custody.age");
    }

    /** @param started when the takeover of the group began */
    void taken(List<Approval> approvals, Instant started, Instant ended) {
        for (Approval approval : approvals) {
            Span span = tracer.spanBuilder("custody")
                    .setParent(TraceContext.extract(approval.record().headers()))
                    .setSpanKind(SpanKind.CONSUMER)
                    .setStartTimestamp(started)
                    .setAttribute("postern.mail_id", approval.mailId())
                    .startSpan();
            Messaging.processes(span, approval.record(), GROUP);
            span.end(ended);
            age.record(Duration.between(approval.mail().receivedAt(), ended));
            LOG.debugf(
                    "custody taken mailId=%s size=%d recipients=%d elapsedMs=%d",
                    approval.mailId(),
                    approval.mail().size(),
                    approval.mail().envelope().recipients().size(),
                    Duration.between(started, ended).toMillis());
        }
    }
}
