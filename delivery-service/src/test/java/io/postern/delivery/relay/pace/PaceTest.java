package io.postern.delivery.relay.pace;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.delivery.relay.pace.Turn.AfterAnother;
import io.postern.delivery.relay.pace.Turn.Go;
import io.postern.delivery.relay.pace.Turn.NotBefore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PaceTest {

    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    private static final Duration SECOND = Duration.ofSeconds(1);

    private Instant now = START;

    private Limited pace(int concurrent, int rate, int failures) {
        PaceLimits limits = new PaceLimits(
                concurrent, rate, Duration.ofSeconds(10), failures, Duration.ofSeconds(30), Duration.ofSeconds(100));
        return new Limited(new Pace(100, () -> now), limits);
    }

    /** All destinations with the same limits. */
    private record Limited(Pace pace, PaceLimits limits) {

        Turn ask(String destination) {
            return pace.ask(destination, limits);
        }

        /** It has taken something before. */
        void prove(String destination) {
            go(ask(destination)).worked();
        }

        long leftAlone() {
            return pace.leftAlone();
        }

        int remembered() {
            return pace.remembered();
        }
    }

    private static Pass go(Turn turn) {
        assertThat(turn).isInstanceOf(Go.class);
        return ((Go) turn).pass();
    }

    @Test
    void soManyGoAtOnceAndAnotherWhenOneHasEnded() {
        Limited pace = pace(2, 1000, 5);
        pace.prove("a");
        Pass first = go(pace.ask("a"));
        go(pace.ask("a"));

        assertThat(pace.ask("a")).isInstanceOf(AfterAnother.class);
        go(pace.ask("b")); // another destination has its own limit
        first.worked();
        go(pace.ask("a"));
    }

    @Test
    void destinationThatNobodyHasReachedYetIsTriedByOne() {
        Limited pace = pace(5, 1000, 5);
        Pass first = go(pace.ask("a"));

        assertThat(pace.ask("a")).isInstanceOf(AfterAnother.class);
        first.failed();
        first = go(pace.ask("a"));
        assertThat(pace.ask("a")).isInstanceOf(AfterAnother.class);
        first.worked();
        go(pace.ask("a"));
        go(pace.ask("a"));
    }

    @Test
    void passEndsOnce() {
        Limited pace = pace(1, 1000, 5);
        try (Pass pass = go(pace.ask("a"))) {
            pass.worked();
            pass.failed();
        }
        go(pace.ask("a"));

        assertThat(pace.ask("a")).isInstanceOf(AfterAnother.class);
    }

    @Test
    void burstIsFollowedByAnEvenPace() {
        Limited pace = pace(100, 10, 5);
        for (int i = 0; i < 10; i++) {
            go(pace.ask("a")).worked();
        }

        assertThat(pace.ask("a")).isEqualTo(new NotBefore(START.plus(SECOND)));
        now = START.plus(SECOND);
        go(pace.ask("a")).worked();
        assertThat(pace.ask("a")).isEqualTo(new NotBefore(START.plusSeconds(2)));
    }

    @Test
    void neverMoreThanTheRateInALongTime() {
        Limited pace = pace(100_000, 10, 5);
        int gone = 0;
        for (int millis = 0; millis <= 100_000; millis += 50) {
            now = START.plusMillis(millis);
            if (pace.ask("a") instanceof Go go) {
                go.pass().worked();
                gone++;
            }
        }

        assertThat(gone).isEqualTo(10 + 100);
    }

    @Test
    void destinationWhereNothingGetsThroughIsLeftAlone() {
        Limited pace = pace(10, 1000, 3);
        for (int i = 0; i < 3; i++) {
            go(pace.ask("a")).failed();
        }

        assertThat(pace.ask("a")).isEqualTo(new NotBefore(START.plusSeconds(30)));
        assertThat(pace.leftAlone()).isEqualTo(1);
        go(pace.ask("b"));
    }

    @Test
    void oneAttemptTriesWhetherItIsBack() {
        Limited pace = pace(10, 1000, 1);
        go(pace.ask("a")).failed();
        now = START.plusSeconds(30);

        Pass trial = go(pace.ask("a"));
        assertThat(pace.ask("a")).isInstanceOf(AfterAnother.class);
        trial.worked();
        go(pace.ask("a"));
        go(pace.ask("a"));
        assertThat(pace.leftAlone()).isZero();
    }

    @Test
    void pauseDoublesUpToItsLongest() {
        Limited pace = pace(10, 1000, 1);
        List<Duration> pauses = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            go(pace.ask("a")).failed();
            Instant next = ((NotBefore) pace.ask("a")).at();
            pauses.add(Duration.between(now, next));
            now = next;
        }

        assertThat(pauses).extracting(Duration::toSeconds).containsExactly(30L, 60L, 100L, 100L, 100L);
    }

    @Test
    void failuresThatAreNotInARowDoNotCount() {
        Limited pace = pace(10, 1000, 2);
        for (int i = 0; i < 5; i++) {
            go(pace.ask("a")).failed();
            go(pace.ask("a")).worked();
        }

        go(pace.ask("a"));
    }

    @Test
    void passWithoutAWordSaysNothing() {
        Limited pace = pace(1, 1000, 1);
        go(pace.ask("a")).close();

        go(pace.ask("a"));
    }

    @Test
    void noMoreThanSoManyDestinationsAreRemembered() {
        Limited pace = pace(10, 1000, 1);
        go(pace.ask("kept")); // under way
        for (int i = 0; i < 1000; i++) {
            go(pace.ask("failed" + i)).failed();
        }

        assertThat(pace.remembered()).isLessThanOrEqualTo(100);
        assertThat(pace.ask("failed999")).isInstanceOf(NotBefore.class);
    }
}
