package io.postern.av;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import io.postern.check.part.Blob;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** Metrics and spans of the scans. */
@Singleton
class Figures {

    /** A scan to be measured. */
    @FunctionalInterface
    interface Scan {
        ScanResult run() throws InterruptedException;
    }

    private final MeterRegistry meters;
    private final Tracer tracer;
    private final Clock clock;
    private final MultiGauge info;
    private final Map<String, String> versions = new TreeMap<>();

    Figures(MeterRegistry meters, Tracer tracer, Clock clock) {
        this.meters = meters;
        this.tracer = tracer;
        this.clock = clock;
        this.info = MultiGauge.builder("postern.av.engine.info")
                .description("1, with the version of the engine and of its signatures")
                .register(meters);
    }

    /** Shows what an engine is now. */
    synchronized void version(String engine, String version) {
        if (!version.equals(versions.put(engine, version))) {
            info.register(
                    versions.entrySet().stream()
                            .map(of -> MultiGauge.Row.of(Tags.of("engine", of.getKey(), "version", of.getValue()), 1))
                            .toList(),
                    true);
        }
    }

    /** Shows how an engine is. */
    void watch(WatchedEngine engine) {
        gauge(
                "postern.av.engine.up",
                "1 while the engine is asked, 0 while it is gone",
                engine,
                e -> e.standing().up() ? 1 : 0);
        gauge("postern.av.in.flight", "Scans under way or waiting for their turn", engine, WatchedEngine::load);
        gauge("postern.av.signatures.age.seconds", "Since the engine's signatures were made", engine, this::age);
    }

    private double age(WatchedEngine engine) {
        Duration age = engine.standing().signatures().age(clock.instant());
        return age == null ? Double.NaN : age.toSeconds();
    }

    private void gauge(String name, String description, WatchedEngine engine, ToDoubleFunction<WatchedEngine> value) {
        Gauge.builder(name, engine, value)
                .description(description)
                .tag("engine", engine.name())
                .strongReference(true)
                .register(meters);
    }

    /** Measures a scan, in a span of its own. */
    ScanResult scan(String engine, Blob content, Scan scan) throws InterruptedException {
        Span span = tracer.spanBuilder("av.scan")
                .setAttribute("postern.av.engine", engine)
                .setAttribute("postern.av.size", content.size())
                .startSpan();
        long start = System.nanoTime();
        Scope scope = span.makeCurrent();
        try {
            ScanResult result = scan.run();
            span.setAttribute("postern.av.outcome", result.kind().code());
            count(engine, result, Duration.ofNanos(System.nanoTime() - start));
            return result;
        } finally {
            scope.close();
            span.end();
        }
    }

    private void count(String engine, ScanResult result, Duration time) {
        Timer.builder("postern.av.scans")
                .description("Scans by engine and outcome, and what they took")
                .tag("engine", engine)
                .tag("outcome", result.kind().code())
                .register(meters)
                .record(time);
    }

    /**
     * A scan was spared.
     *
     * @param of {@code mail} or {@code part}
     */
    void remembered(String of) {
        Counter.builder("postern.av.cache.hits")
                .description("Scans spared because the same bytes were scanned before")
                .tag("of", of)
                .register(meters)
                .increment();
    }
}
