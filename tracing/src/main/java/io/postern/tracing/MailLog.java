package io.postern.tracing;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import org.jboss.logging.MDC;

/**
 * While it is open, what this thread logs is about one mail: lines in JSON carry the mail's id and that of its trace, for
 * a collector to find them by.
 */
public final class MailLog implements AutoCloseable {

    private static final String MAIL = "mailId";
    private static final String TRACE = "traceId";

    private MailLog() {}

    /** @param trace its span's trace is told, if it has one */
    public static MailLog about(String mailId, Context trace) {
        MDC.put(MAIL, mailId);
        SpanContext span = Span.fromContext(trace).getSpanContext();
        if (span.isValid()) {
            MDC.put(TRACE, span.getTraceId());
        }
        return new MailLog();
    }

    @Override
    public void close() {
        MDC.remove(MAIL);
        MDC.remove(TRACE);
    }
}
