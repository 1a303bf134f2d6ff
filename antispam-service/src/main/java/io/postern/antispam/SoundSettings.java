package io.postern.antispam;

import io.postern.antispam.AntispamSettings.Learned;
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

    private static final double MOST_SCORE = 1_000;

    void check(
            @Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent start, AntispamSettings settings) {
        check(settings);
    }

    /** @throws ConfigurationException naming the key */
    static void check(AntispamSettings settings) {
        Learned learned = settings.learned();
        between("learned.least", learned.least(), 1, 1_000_000);
        between("learned.spam", learned.spam(), 0, MOST_SCORE);
        between("learned.ham", learned.ham(), 0, MOST_SCORE);
        between("learned.unsure", learned.unsure(), 0, learned.ham());
        between("learned.mails", learned.mails(), 2.0 * learned.least(), 10_000_000);
        between("learned.tokens", learned.tokens(), 1_000, 20_000_000);
        positive("learned.memory", learned.memory());
        positive("learned.refresh", learned.refresh());
        positive("reload", settings.reload());
        positive("urls.deadline", settings.urls().deadline());
        between("urls.domains", settings.urls().domains(), 1, 1_000);
    }

    private static void between(String key, double value, double least, double most) {
        require(value >= least && value <= most, key + " is not from " + least + " to " + most + ": " + value);
    }

    private static void positive(String key, Duration value) {
        require(value.toMillis() >= 1, key + " is below 1ms: " + value);
    }

    private static void require(boolean sound, String problem) {
        if (!sound) {
            throw new ConfigurationException("postern.antispam." + problem);
        }
    }
}
