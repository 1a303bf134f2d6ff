package io.postern.tracing;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.data.DelegatingSpanData;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.jspecify.annotations.Nullable;

/** A span that is kept after all: exporters take only what says of itself that it was chosen. */
final class KeptSpan implements ReadableSpan {

    private final ReadableSpan span;
    private final SpanContext context;

    KeptSpan(ReadableSpan span) {
        this.span = span;
        SpanContext before = span.getSpanContext();
        this.context = SpanContext.create(
                before.getTraceId(), before.getSpanId(), TraceFlags.getSampled(), before.getTraceState());
    }

    @Override
    public SpanContext getSpanContext() {
        return context;
    }

    @Override
    public SpanData toSpanData() {
        return new DelegatingSpanData(span.toSpanData()) {
            @Override
            public SpanContext getSpanContext() {
                return context;
            }
        };
    }

    @Override
    public SpanContext getParentSpanContext() {
        return span.getParentSpanContext();
    }

    @Override
    public String getName() {
        return span.getName();
    }

    @Override
    @Deprecated
    @SuppressWarnings("deprecation") // the interface wants it
    public io.opentelemetry.sdk.common.InstrumentationLibraryInfo getInstrumentationLibraryInfo() {
        return span.getInstrumentationLibraryInfo();
    }

    @Override
    public InstrumentationScopeInfo getInstrumentationScopeInfo() {
        return span.getInstrumentationScopeInfo();
    }

    @Override
    public boolean hasEnded() {
        return span.hasEnded();
    }

    @Override
    public long getLatencyNanos() {
        return span.getLatencyNanos();
    }

    @Override
    public SpanKind getKind() {
        return span.getKind();
    }

    @Override
    public <T> @Nullable T getAttribute(AttributeKey<T> key) {
        return span.getAttribute(key);
    }

    @Override
    public Attributes getAttributes() {
        return span.getAttributes();
    }
}
