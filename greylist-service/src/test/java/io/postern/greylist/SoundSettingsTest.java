package io.postern.greylist;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.ConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SoundSettingsTest {

    @Test
    void defaultsAreSound() {
        assertThatCode(() -> SoundSettings.check(Surroundings.settings())).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "delay, 2d",
        "delay, -1s",
        "memory, 1d",
        "auto-whitelist, -1",
        "network.ipv4, 33",
        "network.ipv6, 0",
        "writers, 0",
        "waiting, 0",
        "cache.entries, -1",
        "cache.time, 0s",
        "deadline, 0s",
        "names-deadline, 0s"
    })
    void whatCannotWorkRefusesTheStartAndNamesTheKey(String key, String value) {
        assertThatThrownBy(() -> SoundSettings.check(Surroundings.settings(key, value)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("postern.greylist." + key + " ");
    }
}
