package io.postern.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private final Backoff backoff = new Backoff();

    @Test
    void pauseDoublesUpToTenSeconds() {
        assertThat(Stream.generate(() -> backoff.afterUptime(Duration.ofSeconds(1)))
                        .limit(8)
                        .map(Duration::toMillis))
                .containsExactly(200L, 400L, 800L, 1600L, 3200L, 6400L, 10_000L, 10_000L);
    }

    @Test
    void pauseIsShortAgainAfterHalfAMinuteUp() {
        backoff.afterUptime(Duration.ZERO);
        backoff.afterUptime(Duration.ZERO);
        assertThat(backoff.afterUptime(Duration.ofSeconds(30))).isEqualTo(Duration.ofMillis(200));
    }
}
