package io.postern.check.lists;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.check.lists.Standing.Change;
import io.postern.contract.ListJudged;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StandingTest {

    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration RETRY = Duration.ofSeconds(5);
    private static final Fault BROKEN = Fault.of("timeout");

    private final Pace pace = new Pace(MINUTE, RETRY, new Random(1));
    private final Standing standing = new Standing(pace, START);
    private Instant now = START;

    @BeforeEach
    void inService() {
        assertThat(standing.asked()).as("before anything is known").isFalse();
        assertThat(standing.due(now)).isTrue();
        standing.well(now);
        assertThat(standing.asked()).isTrue();
    }

    private void after(Duration time) {
        now = now.plus(time);
    }

    private ListJudged other(ListJudged.State state, Instant since, Instant at, @Nullable Instant notBefore) {
        String cause = state == ListJudged.State.IN_SERVICE ? null : "servfail";
        return new ListJudged("rbl", "bl.test", "other", state, cause, since, at, notBefore);
    }

    private Change heardOut() {
        return standing.heard(other(ListJudged.State.OUT_OF_SERVICE, now, now, null), now);
    }

    private Change heardWell() {
        return standing.heard(other(ListJudged.State.IN_SERVICE, START, now, null), now);
    }

    @Test
    void listInServiceIsProbedAgainAfterAnIntervalAndAtMostHalfOfIt() {
        after(MINUTE.minusMillis(1));
        assertThat(standing.due(now)).isFalse();
        after(Duration.ofSeconds(31));
        assertThat(standing.due(now)).isTrue();
        assertThat(standing.due(now)).as("while the probe is under way").isFalse();
    }

    @Test
    void doubtTakesItOutUntilTheProbeAndIsToldOnce() {
        assertThat(standing.doubt(now, now)).isTrue();
        assertThat(standing.doubt(now, now)).isFalse();
        assertThat(standing.asked()).isFalse();
        assertThat(standing.out()).isFalse();
        assertThat(standing.well(now)).isEqualTo(Change.NONE);
        assertThat(standing.asked()).isTrue();
    }

    @Test
    void lookupsThatBeganBeforeTheLastGoodProbeTellNothingNew() {
        Instant began = now;
        after(Duration.ofSeconds(2));
        assertThat(standing.doubt(began, now)).isTrue();
        standing.well(now);
        for (int i = 0; i < 1000; i++) {
            assertThat(standing.doubt(began, now)).isFalse();
        }
        assertThat(standing.asked()).isTrue();
    }

    @Test
    void badProbeThatBeganBeforeTheLastGoodOneTellsNothingNew() {
        Instant began = now;
        after(Duration.ofSeconds(2));
        standing.well(now);
        assertThat(standing.broken(BROKEN, began, now)).isEqualTo(Change.NONE);
        assertThat(standing.asked()).isTrue();
        Fault everybody = new Fault("lists everybody", Duration.ofMinutes(5));
        assertThat(standing.broken(everybody, began, now))
                .as("it may still be remembered")
                .isEqualTo(Change.TAKEN_OUT);
    }

    @Test
    void manyWhoFindItBrokenAtOnceDoNotPutOffTheProbe() {
        for (int i = 0; i < 1000; i++) {
            standing.foundBroken(BROKEN, now);
        }
        assertThat(standing.due(now.plus(RETRY.multipliedBy(2)))).isTrue();
    }

    @Test
    void brokenListNeedsTwoGoodProbes() {
        assertThat(standing.broken(BROKEN, now, now)).isEqualTo(Change.TAKEN_OUT);
        assertThat(standing.broken(BROKEN, now, now)).isEqualTo(Change.NONE);
        assertThat(standing.well(now)).isEqualTo(Change.NONE);
        assertThat(standing.asked()).isFalse();
        assertThat(standing.due(now.plus(Pace.CONFIRM)))
                .as("soon after the first")
                .isTrue();
        assertThat(standing.well(now)).isEqualTo(Change.PUT_BACK);
        assertThat(standing.asked()).isTrue();
    }

    @Test
    void badProbeInBetweenBeginsAnew() {
        standing.broken(BROKEN, now, now);
        standing.well(now);
        standing.broken(BROKEN, now, now);
        assertThat(standing.well(now)).isEqualTo(Change.NONE);
        assertThat(standing.asked()).isFalse();
    }

    @Test
    void brokenListIsProbedLessAndLessOften() {
        standing.broken(BROKEN, now, now);
        for (int seconds : new int[] {5, 10, 20, 40, 60, 60}) {
            after(Duration.ofSeconds(seconds).minusMillis(1));
            assertThat(standing.due(now)).as("before %d s", seconds).isFalse();
            after(Duration.ofMillis(1 + 500L * seconds));
            assertThat(standing.due(now)).as("after %d s", seconds).isTrue();
            standing.broken(BROKEN, now, now);
        }
    }

    @Test
    void listIsKeptOutForAsLongAsWrongAnswersMayBeRemembered() {
        standing.broken(new Fault("lists everybody", Duration.ofMinutes(5)), now, now);
        standing.well(now);
        standing.well(now);
        standing.well(now);
        assertThat(standing.asked()).isFalse();
        after(Duration.ofMinutes(5));
        assertThat(standing.due(now)).isTrue();
        assertThat(standing.well(now)).isEqualTo(Change.PUT_BACK);
    }

    @Test
    void whatAnotherInstanceFoundCountsAtOnceAndIsVerifiedSoon() {
        after(Duration.ofSeconds(10));
        assertThat(heardOut()).isEqualTo(Change.TAKEN_OUT);
        assertThat(standing.asked()).isFalse();
        assertThat(standing.toString()).contains("servfail, found by other");
        assertThat(standing.due(now)).isFalse();
        assertThat(standing.due(now.plusSeconds(6))).isTrue();
    }

    @Test
    void ownGoodProbesOverruleWhatAnotherInstanceFound() {
        after(Duration.ofSeconds(10));
        heardOut();
        Instant found = now;
        after(Duration.ofSeconds(5));
        standing.well(now);
        assertThat(standing.judged("rbl", "bl.test", "me", now)).as("not yet").isNull();
        assertThat(standing.well(now)).isEqualTo(Change.PUT_BACK);
        assertThat(standing.judged("rbl", "bl.test", "me", now)).isNotNull();

        Change repeated = standing.heard(other(ListJudged.State.OUT_OF_SERVICE, found, now, null), now);
        assertThat(repeated)
                .as("an instance with a broken network that goes on about it")
                .isEqualTo(Change.NONE);
        assertThat(standing.asked()).isTrue();
    }

    @Test
    void whatAnotherInstanceKeepsOutStaysOutForThatLong() {
        after(Duration.ofSeconds(10));
        Instant until = now.plus(Duration.ofMinutes(5));
        standing.heard(other(ListJudged.State.OUT_OF_SERVICE, now, now, until), now);
        standing.well(now);
        standing.well(now);
        assertThat(standing.asked()).isFalse();
        now = until;
        assertThat(standing.well(now)).isEqualTo(Change.PUT_BACK);
    }

    @Test
    void anybodysGoodProbeBringsBackWhatAnotherFound() {
        after(Duration.ofSeconds(10));
        heardOut();
        after(Duration.ofSeconds(1));
        assertThat(heardWell()).isEqualTo(Change.PUT_BACK);
        assertThat(standing.asked()).isTrue();
    }

    @Test
    void ownFindingIsClearedByOwnProbesOnly() {
        standing.broken(BROKEN, now, now);
        after(Duration.ofSeconds(1));
        assertThat(heardWell()).isEqualTo(Change.NONE);
        assertThat(standing.asked()).isFalse();
        assertThat(standing.due(now)).as("but worth a look").isTrue();
    }

    @Test
    void oneProbeOfAllInstancesIsEnough() {
        after(Duration.ofSeconds(59));
        heardWell();
        after(Duration.ofSeconds(59));
        assertThat(standing.due(now)).isFalse();
        standing.broken(BROKEN, now, now);
        Instant first = now;
        after(RETRY);
        standing.heard(other(ListJudged.State.OUT_OF_SERVICE, first, now, null), now);
        assertThat(standing.due(now)).isFalse();
    }

    @Test
    void clocksThatDifferNeitherFlapNorPutOffProbes() {
        Instant ahead = now.plus(Duration.ofHours(1));
        ListJudged broken = other(ListJudged.State.OUT_OF_SERVICE, ahead, ahead, ahead.plus(Duration.ofDays(1000)));
        assertThat(standing.heard(broken, now)).isEqualTo(Change.TAKEN_OUT);
        now = ahead.plus(Duration.ofDays(1));
        standing.well(now);
        assertThat(standing.well(now)).isEqualTo(Change.PUT_BACK);
        ListJudged again = other(ListJudged.State.OUT_OF_SERVICE, ahead, now.plus(Duration.ofHours(1)), null);
        assertThat(standing.heard(again, now)).isEqualTo(Change.NONE);

        standing.heard(other(ListJudged.State.IN_SERVICE, START, now.plus(Duration.ofHours(1)), null), now);
        assertThat(standing.due(now.plus(Duration.ofSeconds(90)))).isTrue();
    }

    @Test
    void oldFindingsSayNothing() {
        standing.heard(other(ListJudged.State.OUT_OF_SERVICE, START, START, null), START.plus(Duration.ofHours(1)));
        assertThat(standing.asked()).isTrue();
    }
}
