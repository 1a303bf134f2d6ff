package io.postern.check.lists;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HitRateTest {

    private final HitRate rate = new HitRate(50);
    private int network;

    /** Of so many different clients the list has {@code percent}, evenly. */
    private boolean clients(int count, int percent) {
        boolean conspicuous = false;
        for (int i = 0; i < count; i++) {
            conspicuous = rate.count(network++, i % 10 < percent / 10);
        }
        return conspicuous;
    }

    @Test
    void steadyShareIsNotConspicuousHoweverHigh() {
        assertThat(clients(500, 90)).isFalse();
    }

    @Test
    void jumpFarBeyondTheHistoryIs() {
        assertThat(clients(200, 10)).isFalse();
        assertThat(clients(50, 100)).isTrue();
    }

    @Test
    void moderateRiseIsNot() {
        assertThat(clients(200, 10)).isFalse();
        assertThat(clients(100, 60)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.05, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 1})
    void steadyShareIsNeverConspicuousThoughItVaries(double share) {
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            assertThat(rate.count(i, random.nextDouble() < share))
                    .as("after %d", i)
                    .isFalse();
        }
    }

    @Test
    void oneClientThatComesAgainAndAgainCountsOnce() {
        boolean conspicuous = IntStream.range(0, 1000)
                .mapToObj(i -> rate.count(7, true))
                .reduce(Boolean::logicalOr)
                .orElseThrow();

        assertThat(conspicuous).isFalse();
        assertThat(rate.share()).isEqualTo(1);
    }

    @Test
    void shareIsOfTheLastOnes() {
        clients(100, 0);
        clients(25, 100);

        assertThat(rate.share()).isEqualTo(0.5);
    }

    @Test
    void nothingIsConspicuousIfNothingIsWatched() {
        HitRate off = new HitRate(0);

        assertThat(off.count(1, true)).isFalse();
        assertThat(off.share()).isNaN();
    }
}
