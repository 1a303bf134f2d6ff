package io.postern.av;

import io.postern.av.clamd.Clamd;
import io.postern.av.clamd.ClamdAddress;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/** Makes the engines that the settings name, or the built-in one if they name none. */
@Singleton
class EngineRoom {

    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("clamd-limits").daemon().factory());
    private final AvSettings settings;
    private final DigestFile digests;
    private final List<String> addresses;

    EngineRoom(AvSettings settings, DigestFile digests) {
        this.settings = settings;
        this.digests = digests;
        this.addresses =
                settings.engines().orElse(List.of()).stream().map(String::strip).toList();
        Checked.atLeast(1, "engine.concurrency", settings.engine().concurrency());
        timer.setRemoveOnCancelPolicy(true);
    }

    boolean builtIn() {
        return addresses.isEmpty();
    }

    List<Engine> engines() {
        return builtIn()
                ? List.of(new BuiltInEngine(digests))
                : addresses.stream().distinct().map(this::clamd).toList();
    }

    private Engine clamd(String address) {
        try {
            return new ClamdEngine(new Clamd(ClamdAddress.of(address), timer), settings.unscannable());
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException("postern.av.engines: " + e.getMessage());
        }
    }

    @PreDestroy
    void close() {
        timer.shutdownNow();
    }
}
