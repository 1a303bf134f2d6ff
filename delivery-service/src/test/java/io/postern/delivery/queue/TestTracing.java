package io.postern.delivery.queue;

import io.postern.tracing.TracingSettings;

/** Every trace is kept. */
record TestTracing(boolean addresses) implements TracingSettings {

    @Override
    public double ratio() {
        return 1;
    }

    @Override
    public int keptPerSecond() {
        return 1;
    }
}
