package io.postern.ingress;

import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** The ingress's settings as the framework would read them. */
public final class TestConfig {

    private TestConfig() {}

    public static IngressConfig with(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.putIfAbsent("postern.ingress.policy-file", "policy.yaml");
        all.putIfAbsent("java.io.tmpdir", System.getProperty("java.io.tmpdir"));
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withConverter(Duration.class, 200, new DurationConverter())
                .withConverter(MemorySize.class, 200, new MemorySizeConverter())
                .withSources(new PropertiesConfigSource(all, "test", 100))
                .withMapping(IngressConfig.class)
                .build();
        return config.getConfigMapping(IngressConfig.class);
    }
}
