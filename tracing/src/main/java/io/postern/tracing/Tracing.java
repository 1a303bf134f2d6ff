package io.postern.tracing;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.quarkus.arc.Unremovable;
import io.quarkus.opentelemetry.runtime.exporter.otlp.tracing.LateBoundSpanProcessor;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Puts {@link Sampling} and {@link Keeping} to work in a service that is traced. */
@Dependent
class Tracing {

    @Produces
    @Singleton
    @Unremovable
    Sampler sampler(TracingSettings settings) {
        double ratio = settings.ratio();
        if (!(ratio >= 0 && ratio <= 1)) {
            throw new ConfigurationException("postern.trace.ratio is not between 0 and 1: " + ratio);
        }
        return new Sampling(ratio);
    }

    /**
     * One more processor of spans, beside Quarkus's own that exports. Around that one it cannot be put: what
     * {@code addSpanProcessorCustomizer} is called for are processors that export nothing.
     */
    @Produces
    @Singleton
    @Unremovable
    SpanProcessor keeping(
            @Any Instance<SpanProcessor> all, TracingSettings settings, KeptTraces kept, MeterRegistry metrics) {
        Counter forgone = Counter.builder("postern.traces.forgone")
                .description("Traces with something wrong that were not kept, since there were too many of them")
                .register(metrics);
        Keeping keeping = new Keeping(
                // Looked up when it is needed: this one is among them.
                span -> exporter(all).onEnd(span),
                new Allowance(settings.keptPerSecond(), System::nanoTime),
                forgone::increment,
                kept::tell);
        kept.heardBy(keeping::keep);
        return keeping;
    }

    private static SpanProcessor exporter(Instance<SpanProcessor> all) {
        return all.stream()
                .filter(LateBoundSpanProcessor.class::isInstance)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("nobody exports spans"));
    }
}
