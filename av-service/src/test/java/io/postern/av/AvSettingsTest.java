package io.postern.av;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.postern.av.AvSettings.Unpacked;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AvSettingsTest {

    @Test
    void defaults() {
        AvSettings settings = Rig.settings();

        assertThat(settings.engines()).isEmpty();
        assertThat(settings.deadline()).isEqualTo(Duration.ofSeconds(4));
        assertThat(settings.late().limit()).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.late().scans()).isEqualTo(32);
        assertThat(settings.engine().concurrency()).isEqualTo(10);
        assertThat(settings.probe().interval()).isEqualTo(Duration.ofSeconds(15));
        assertThat(settings.probe().retry()).isEqualTo(Duration.ofMillis(500));
        assertThat(settings.probe().deadline()).isEqualTo(Duration.ofSeconds(1));
        assertThat(settings.parts().scan()).isEqualTo(Unpacked.ATTACHMENTS);
        assertThat(settings.parts().depth()).isEqualTo(20);
        assertThat(settings.parts().count()).isEqualTo(500);
        assertThat(settings.parts().size().asLongValue()).isEqualTo(128 * 1024 * 1024);
        assertThat(settings.cache().entries()).isEqualTo(20_000);
        assertThat(settings.cache().expiry()).isEqualTo(Duration.ofHours(1));
        assertThat(settings.signatureLimit()).isEqualTo(Duration.ofDays(3));
        assertThat(settings.digestsFile()).isEmpty();
        assertThat(settings.reload()).isEqualTo(Duration.ofSeconds(1));
        assertThat(settings.score()).isEqualTo(15);
        assertThat(settings.unscannable()).containsExactly("Heuristics.Encrypted.", "Heuristics.Limits.Exceeded");
    }

    @Test
    void everyKeyCanBeSet() {
        AvSettings settings = Rig.settings(
                "engines", "127.0.0.1:3310,/run/clamav/clamd.ctl",
                "deadline", "9s",
                "late.limit", "1m",
                "late.scans", "3",
                "engine.concurrency", "4",
                "probe.interval", "1m",
                "probe.retry", "2s",
                "probe.deadline", "3s",
                "parts.scan", "all",
                "parts.depth", "5",
                "parts.count", "6",
                "parts.size", "7M",
                "cache.entries", "8",
                "cache.expiry", "9m",
                "signature-limit", "1d",
                "digests-file", "config/digests",
                "reload", "5s",
                "score", "5",
                "unscannable", "Heuristics.");

        assertThat(settings.engines()).contains(List.of("127.0.0.1:3310", "/run/clamav/clamd.ctl"));
        assertThat(settings.deadline()).isEqualTo(Duration.ofSeconds(9));
        assertThat(settings.late().limit()).isEqualTo(Duration.ofMinutes(1));
        assertThat(settings.late().scans()).isEqualTo(3);
        assertThat(settings.engine().concurrency()).isEqualTo(4);
        assertThat(settings.probe().interval()).isEqualTo(Duration.ofMinutes(1));
        assertThat(settings.probe().retry()).isEqualTo(Duration.ofSeconds(2));
        assertThat(settings.probe().deadline()).isEqualTo(Duration.ofSeconds(3));
        assertThat(settings.parts().scan()).isEqualTo(Unpacked.ALL);
        assertThat(settings.parts().depth()).isEqualTo(5);
        assertThat(settings.parts().count()).isEqualTo(6);
        assertThat(settings.parts().size().asLongValue()).isEqualTo(7 * 1024 * 1024);
        assertThat(settings.cache().entries()).isEqualTo(8);
        assertThat(settings.cache().expiry()).isEqualTo(Duration.ofMinutes(9));
        assertThat(settings.signatureLimit()).isEqualTo(Duration.ofDays(1));
        assertThat(settings.digestsFile()).contains(Path.of("config/digests"));
        assertThat(settings.reload()).isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.score()).isEqualTo(5);
        assertThat(settings.unscannable()).containsExactly("Heuristics.");
    }

    @ParameterizedTest
    @CsvSource({
        "engines, clamd",
        "engines, '127.0.0.1:3310,127.0.0.1:0'",
        "deadline, 0s",
        "deadline, -1s",
        "late.limit, -1s",
        "late.scans, -1",
        "engine.concurrency, 0",
        "probe.interval, 0s",
        "probe.retry, 0s",
        "probe.deadline, 0s",
        "parts.depth, 0",
        "parts.count, 0",
        "cache.entries, -1",
        "reload, 0s",
        "score, -1",
        "score, NaN"
    })
    void badValueRefusesTheStartAndIsNamed(String key, String value) {
        assertThatThrownBy(() -> new Rig(key, value).close())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("postern.av." + key);
    }
}
