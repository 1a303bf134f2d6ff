package io.postern.delivery.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryScheduleTest {

    private static final Duration DAY = Duration.ofDays(1);

    private final RetrySchedule schedule =
            new RetrySchedule(List.of(Duration.ofMinutes(5), Duration.ofMinutes(10), Duration.ofHours(1)), DAY, DAY);
    private final Random random = new Random(1);

    @ParameterizedTest
    @CsvSource({"0, 5", "1, 5", "2, 10", "3, 60", "4, 60", "1000000, 60"})
    void waitsAreThoseGivenAndThenTheLast(int attempts, int minutes) {
        for (int i = 0; i < 100; i++) {
            assertThat(schedule.after(attempts, random).toSeconds())
                    .isBetween(minutes * 60L * 90 / 100, minutes * 60L * 110 / 100);
        }
    }

    @Test
    void whatFailsTogetherDoesNotComeAgainTogether() {
        assertThat(schedule.after(1, random)).isNotEqualTo(schedule.after(1, random));
    }

    @Test
    void waitsThatAreNoneAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new RetrySchedule(List.of(), DAY, DAY));
        assertThatIllegalArgumentException().isThrownBy(() -> new RetrySchedule(List.of(Duration.ZERO), DAY, DAY));
        assertThatIllegalArgumentException().isThrownBy(() -> new RetrySchedule(List.of(DAY), DAY, Duration.ZERO));
    }
}
