package io.postern.tracing;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Passes on the spans of chosen traces at once. Of the others it holds this process's part until its outermost span has ended,
 * and passes it on if anything in it went wrong. What it holds is bounded: of too many traces the oldest is forgotten.
 */
final class Keeping implements SpanProcessor {

    /** More than the sessions and questions that an instance has under way. */
    private static final int TRACES = 4_096;

    /** A mail to very many recipients has no end of spans; the first of them tell enough. */
    private static final int SPANS = 64;

    private final SpanProcessor next;
    private final Allowance allowance;
    private final Runnable forgone;
    private final Map<String, List<ReadableSpan>> held = new LinkedHashMap<>();

    /**
     * @param next to whom spans are passed on
     * @param allowance for traces that are kept although they were not chosen
     * @param forgone is told of each that there is no allowance for
     */
    Keeping(SpanProcessor next, Allowance allowance, Runnable forgone) {
        this.next = next;
        this.allowance = allowance;
        this.forgone = forgone;
    }

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {
        next.onStart(parent, span);
    }

    @Override
    public boolean isStartRequired() {
        return next.isStartRequired();
    }

    @Override
    public void onEnd(ReadableSpan span) {
        if (span.getSpanContext().isSampled()) {
            next.onEnd(span);
            return;
        }
        boolean outermost = outermost(span);
        List<ReadableSpan> part = outermost ? take(span) : hold(span);
        if (part == null || part.stream().noneMatch(Keeping::wentWrong)) {
            return;
        }
        if (allowance.take()) {
            part.forEach(kept -> next.onEnd(new KeptSpan(kept)));
        } else {
            forgone.run();
        }
    }

    @Override
    public boolean isEndRequired() {
        return true;
    }

    private static boolean outermost(ReadableSpan span) {
        SpanContext parent = span.getParentSpanContext();
        return !parent.isValid() || parent.isRemote();
    }

    private static boolean wentWrong(ReadableSpan span) {
        return span.toSpanData().getStatus().getStatusCode() == StatusCode.ERROR;
    }

    private @Nullable List<ReadableSpan> hold(ReadableSpan span) {
        String trace = span.getSpanContext().getTraceId();
        synchronized (held) {
            List<ReadableSpan> part = held.computeIfAbsent(trace, id -> new ArrayList<>(8));
            if (part.size() < SPANS) {
                part.add(span);
            }
            if (held.size() > TRACES) {
                held.remove(held.keySet().iterator().next());
            }
        }
        return null;
    }

    private List<ReadableSpan> take(ReadableSpan span) {
        List<ReadableSpan> part;
        synchronized (held) {
            part = held.remove(span.getSpanContext().getTraceId());
        }
        if (part == null) {
            return List.of(span);
        }
        part.add(span);
        return part;
    }

    @Override
    public CompletableResultCode shutdown() {
        return next.shutdown();
    }

    @Override
    public CompletableResultCode forceFlush() {
        return next.forceFlush();
    }
}
