package io.postern.tracing;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdkBuilder;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.quarkus.arc.Unremovable;
import io.quarkus.opentelemetry.runtime.AutoConfiguredOpenTelemetrySdkBuilderCustomizer;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Puts {@link Sampling} and {@link Keeping} to work in a service that is traced. */
@Singleton
@Unremovable
class Tracing implements AutoConfiguredOpenTelemetrySdkBuilderCustomizer {

    private final TracingSettings settings;
    private final Counter forgone;

    Tracing(TracingSettings settings, MeterRegistry metrics) {
        this.settings = settings;
        this.forgone = Counter.builder("postern.traces.forgone")
                .description("Traces with something wrong that were not kept, since there were too many of them")
                .register(metrics);
    }

    @Produces
    @Singleton
    @Unremovable
    Sampler sampler() {
        double ratio = settings.ratio();
        if (!(ratio >= 0 && ratio <= 1)) {
            throw new ConfigurationException("postern.trace.ratio is not between 0 and 1: " + ratio);
        }
        return new Sampling(ratio);
    }

    @Override
    public void customize(AutoConfiguredOpenTelemetrySdkBuilder builder) {
        builder.addSpanProcessorCustomizer((next, config) ->
                new Keeping(next, new Allowance(settings.keptPerSecond(), System::nanoTime), forgone::increment));
    }
}
