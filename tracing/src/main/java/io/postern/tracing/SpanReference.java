package io.postern.tracing;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.context.Context;
import io.postern.contract.TraceContext;
import io.postern.contract.WireHeaders;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** A span as a database remembers it, for what comes days later: the text of a {@code traceparent} (W3C Trace Context). */
public final class SpanReference {

    private static final String HEADER = "traceparent";

    private SpanReference() {}

    /** {@code null} if there is no span, as where nothing is traced. */
    public static @Nullable String of(Context context) {
        if (!Span.fromContext(context).getSpanContext().isValid()) {
            return null;
        }
        RecordHeaders headers = new RecordHeaders();
        TraceContext.inject(context, headers);
        return WireHeaders.find(headers, HEADER);
    }

    /** The same span, as of a trace that is kept. */
    public static Context chosen(Context context) {
        SpanContext span = Span.fromContext(context).getSpanContext();
        return span.isValid()
                ? Context.root()
                        .with(Span.wrap(SpanContext.createFromRemoteParent(
                                span.getTraceId(), span.getSpanId(), TraceFlags.getSampled(), span.getTraceState())))
                : context;
    }

    /** What can be a parent, or the end of a link; without a span if there was none. */
    public static Context read(@Nullable String reference) {
        RecordHeaders headers = new RecordHeaders();
        if (reference != null) {
            WireHeaders.put(headers, HEADER, reference);
        }
        return TraceContext.extract(headers);
    }
}
