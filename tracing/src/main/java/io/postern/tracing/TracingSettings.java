package io.postern.tracing;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Which traces are kept and what they may tell. Whether there are any is for {@code quarkus.otel.sdk.disabled} to say. */
@ConfigMapping(prefix = "postern.trace")
public interface TracingSettings {

    /** The share of mails whose traces are kept whole, from 0 to 1. The same in all services. */
    @WithDefault("1.0")
    double ratio();

    /**
     * How many traces outside of that share an instance keeps a second because something in them went wrong or was put off,
     * as far as it has a part in them.
     */
    @WithDefault("20")
    int keptPerSecond();

    /** Whether spans may carry addresses: of senders, recipients and clients. */
    @WithDefault("false")
    boolean addresses();
}
