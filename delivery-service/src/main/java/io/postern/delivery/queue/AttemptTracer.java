package io.postern.delivery.queue;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.postern.contract.DeliveryAttempted.Outcome;
import io.postern.delivery.route.Way;
import io.postern.tracing.SpanReference;
import io.postern.tracing.TracingSettings;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A span of each attempt in the mail's trace; that of a later one refers to the first, which may be days ago. */
@ApplicationScoped
class AttemptTracer {

    private final Tracer tracer;
    private final boolean addresses;

    AttemptTracer(Tracer tracer, TracingSettings settings) {
        this.tracer = tracer;
        this.addresses = settings.addresses();
    }

    /** @return the same attempts, with their spans */
    List<Attempt> traced(List<Attempt> attempts) {
        return attempts.stream().map(this::traced).toList();
    }

    private Attempt traced(Attempt attempt) {
        Recipient recipient = attempt.recipient();
        Context mail = SpanReference.read(recipient.mail.traceparent);
        if (recipient.attempt > 1) {
            // What was put off once is followed to its end.
            mail = SpanReference.chosen(mail);
        }
        boolean here = attempt.result().destination().equals(Way.HERE);
        var builder = tracer.spanBuilder("deliver")
                .setParent(mail)
                .setSpanKind(here ? SpanKind.INTERNAL : SpanKind.CLIENT)
                .setStartTimestamp(attempt.at())
                .setAttribute("postern.mail_id", recipient.mail.id)
                .setAttribute("postern.attempt", recipient.attempt)
                .setAttribute("postern.destination", attempt.result().destination())
                .setAttribute("postern.outcome", attempt.outcome().name());
        SpanContext first = first(mail, recipient.firstSpan);
        if (first.isValid()) {
            builder.addLink(first);
        }
        Span span = builder.startSpan();
        if (addresses) {
            span.setAttribute("postern.recipient", recipient.address);
        }
        if (attempt.outcome() == Outcome.DEFERRED || attempt.outcome() == Outcome.FAILED) {
            span.setStatus(StatusCode.ERROR);
        }
        span.end(attempt.at().plus(attempt.elapsed()));
        SpanContext itself = span.getSpanContext();
        // Without a tracer the span is only a likeness of its parent.
        return itself.equals(Span.fromContext(mail).getSpanContext()) ? attempt : attempt.in(itself.getSpanId());
    }

    private static SpanContext first(Context mail, @Nullable String firstSpan) {
        SpanContext trace = Span.fromContext(mail).getSpanContext();
        return firstSpan == null
                ? SpanContext.getInvalid()
                : SpanContext.createFromRemoteParent(
                        trace.getTraceId(), firstSpan, trace.getTraceFlags(), trace.getTraceState());
    }
}
