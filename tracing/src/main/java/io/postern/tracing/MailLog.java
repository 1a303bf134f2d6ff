package io.postern.tracing;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import java.util.List;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/**
 * While it is open, what this thread logs is about one mail, or about a session: lines in JSON carry its id and that of its
 * trace, for a collector to find them by.
 */
public final class MailLog implements AutoCloseable {

    private static final String MAIL = "mailId";
    private static final String SESSION = "sessionId";
    private static final String TRACE = "traceId";

    private MailLog() {}

    /** @param trace its span's trace is told, if it has one */
    public static MailLog about(String mailId, Context trace) {
        return about(mailId, null, trace);
    }

    /**
     * The same with the session that the mail came in, or will.
     *
     * @param mailId {@code null} if there is no mail yet
     */
    public static MailLog about(@Nullable String mailId, @Nullable String sessionId, Context trace) {
        put(MAIL, mailId);
        put(SESSION, sessionId);
        SpanContext span = Span.fromContext(trace).getSpanContext();
        put(TRACE, span.isValid() ? span.getTraceId() : null);
        return new MailLog();
    }

    private static void put(String key, @Nullable String value) {
        if (value != null) {
            MDC.put(key, value);
        }
    }

    @Override
    public void close() {
        List.of(MAIL, SESSION, TRACE).forEach(MDC::remove);
    }
}
