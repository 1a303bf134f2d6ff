package io.postern.tracing;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Which traces are kept and what they may tell. Whether there are any is for {@code quarkus.otel.sdk.disabled} to say. */
@ConfigMapping(prefix = "postern.trace")
public interface TracingSettings {

    /** The share of mails whose traces are kept in any case, from 0 to 1. Where a trace begins, in the ingress, it counts. */
    @WithDefault("1.0")
    double ratio();

    /**
     * How many traces outside of that share an instance begins to keep a second because something in its part of them went
     * wrong or was put off. Those that others tell it of come on top.
     */
    @WithDefault("20")
    int keptPerSecond();

    /** Whether spans may carry addresses: of senders, recipients and clients. */
    @WithDefault("false")
    boolean addresses();
}
