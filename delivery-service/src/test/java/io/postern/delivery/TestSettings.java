package io.postern.delivery;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;

/** Settings as the service reads them, without the service. */
public final class TestSettings {

    private TestSettings() {}

    /** The defaults, but for {@code settings}. */
    public static DeliverySettings of(Map<String, String> settings) {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(DeliverySettings.class)
                .withSources(new PropertiesConfigSource(settings, "test", 100))
                .build()
                .getConfigMapping(DeliverySettings.class);
    }
}
