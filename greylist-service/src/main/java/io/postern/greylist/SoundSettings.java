package io.postern.greylist;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.time.Duration;

/** Refuses to start with settings that cannot work. */
@Singleton
class SoundSettings {

    void check(
            @Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent start, GreylistSettings settings) {
        check(settings);
    }

    /** @throws ConfigurationException naming the key */
    static void check(GreylistSettings settings) {
        require(!settings.delay().isNegative(), "delay is below 0: " + settings.delay());
        require(
                settings.delay().compareTo(settings.retryWindow()) < 0,
                "delay is not below retry-window, so that nobody could come back in time: " + settings.delay());
        require(
                settings.retryWindow().compareTo(settings.memory()) <= 0,
                "memory is below retry-window: " + settings.memory());
        require(settings.autoWhitelist() >= 0, "auto-whitelist is below 0: " + settings.autoWhitelist());
        between("network.ipv4", settings.network().ipv4(), 1, 32);
        between("network.ipv6", settings.network().ipv6(), 1, 128);
        between("writers", settings.writers(), 1, 64);
        between("waiting", settings.waiting(), 1, 1_000_000);
        between("cache.entries", settings.cache().entries(), 0, 100_000_000);
        positive("names-deadline", settings.namesDeadline());
        positive("deadline", settings.deadline());
        positive("cache.time", settings.cache().time());
    }

    private static void between(String key, int value, int least, int most) {
        require(value >= least && value <= most, key + " is not from " + least + " to " + most + ": " + value);
    }

    private static void positive(String key, Duration value) {
        require(value.toMillis() >= 1, key + " is below 1ms: " + value);
    }

    private static void require(boolean sound, String problem) {
        if (!sound) {
            throw new ConfigurationException("postern.greylist." + problem);
        }
    }
}
