package io.postern.tracing;

import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Stands beside the exporter of chosen traces. Of the others it holds what this process has of them until something in
 * one goes wrong, here or, as {@link #keep} is told, elsewhere; then it exports what it holds of that one, and all that is
 * still to come. What it holds is bounded: the oldest makes room for the newest.
 */
final class Keeping implements SpanProcessor {

    /** Some 10 MB: seconds of a busy instance, which is longer than a reply takes, and minutes of another. */
    private static final int HELD = 8_192;

    /** A mail to very many recipients has no end of spans; the first of them tell enough. */
    private static final int OF_A_TRACE = 64;

    private final Consumer<ReadableSpan> export;
    private final Allowance allowance;
    private final Runnable forgone;
    private final Consumer<String> tell;
    private final Map<String, Part> parts = new LinkedHashMap<>();
    private int held;

    /**
     * @param export takes the spans that are kept, marked as chosen
     * @param allowance for traces that are kept although they were not chosen
     * @param forgone is told of each that there is no allowance for
     * @param tell is told the id of each trace that is kept for something that went wrong here; must not block
     */
    Keeping(Consumer<ReadableSpan> export, Allowance allowance, Runnable forgone, Consumer<String> tell) {
        this.export = export;
        this.allowance = allowance;
        this.forgone = forgone;
        this.tell = tell;
    }

    /** What this process has of a trace that was not chosen. */
    private static final class Part {

        private final List<ReadableSpan> spans = new ArrayList<>(4);
        private boolean kept;
        private boolean forgone;
    }

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {}

    @Override
    public boolean isStartRequired() {
        return false;
    }

    @Override
    public void onEnd(ReadableSpan span) {
        if (span.getSpanContext().isSampled()) {
            return;
        }
        String trace = span.getSpanContext().getTraceId();
        List<ReadableSpan> wanted;
        boolean news;
        synchronized (parts) {
            Part part = parts.computeIfAbsent(trace, id -> new Part());
            hold(part, span);
            news = wentWrong(span) && !part.kept && !part.forgone && allowed(part);
            wanted = part.kept ? take(part) : List.of();
            makeRoom();
        }
        passOn(wanted);
        if (news) {
            tell.accept(trace);
        }
    }

    @Override
    public boolean isEndRequired() {
        return true;
    }

    /** Somebody has found something wrong in a trace. */
    void keep(String trace) {
        List<ReadableSpan> wanted;
        synchronized (parts) {
            Part part = parts.computeIfAbsent(trace, id -> new Part());
            part.kept = true;
            wanted = take(part);
            makeRoom();
        }
        passOn(wanted);
    }

    private static boolean wentWrong(ReadableSpan span) {
        return span.toSpanData().getStatus().getStatusCode() == StatusCode.ERROR;
    }

    private boolean allowed(Part part) {
        part.kept = allowance.take();
        part.forgone = !part.kept;
        if (part.forgone) {
            forgone.run();
        }
        return part.kept;
    }

    private void hold(Part part, ReadableSpan span) {
        if (part.spans.size() < OF_A_TRACE) {
            part.spans.add(span);
            held++;
        }
    }

    private List<ReadableSpan> take(Part part) {
        List<ReadableSpan> spans = List.copyOf(part.spans);
        held -= spans.size();
        part.spans.clear();
        return spans;
    }

    /** A trace without spans counts as well: it is remembered that it is kept. */
    private void makeRoom() {
        Iterator<Part> oldest = parts.values().iterator();
        while (held > HELD || parts.size() > HELD) {
            held -= oldest.next().spans.size();
            oldest.remove();
        }
    }

    private void passOn(List<ReadableSpan> spans) {
        spans.forEach(span -> export.accept(new KeptSpan(span)));
    }
}
