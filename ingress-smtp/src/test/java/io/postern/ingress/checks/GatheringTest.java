package io.postern.ingress.checks;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.contract.CheckRegistered;
import io.postern.contract.CheckRule;
import io.postern.contract.Decision.Answer;
import io.postern.contract.Golden;
import io.postern.contract.Json;
import io.postern.contract.Phase;
import io.postern.contract.Question;
import io.postern.contract.Verdict;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class GatheringTest {

    private static final CheckRule ENFORCED =
            new CheckRule(CheckRule.Mode.ENFORCE, CheckRule.OnFail.REJECT, CheckRule.OnError.ACCEPT, 1);
    private static final CheckRule SHADOW =
            new CheckRule(CheckRule.Mode.SHADOW, CheckRule.OnFail.REJECT, CheckRule.OnError.ACCEPT, 1);
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofMillis(30);

    private Instant now = Golden.AT;
    private final Roster roster = new Roster(new Clock() {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public java.time.ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    });

    @Test
    void endsWithTheLastAwaitedVerdict() throws InterruptedException {
        Gathering gathering = gathering(asked("a", ENFORCED, LONG), asked("b", ENFORCED, LONG));
        Thread.ofVirtual().start(() -> {
            gathering.offer(verdict("a"));
            gathering.offer(verdict("b"));
        });
        assertThat(gathering.await(answers -> false))
                .extracting(Answer::state)
                .containsExactly(Answer.State.ANSWERED, Answer.State.ANSWERED);
    }

    @Test
    void endsEarlyWhenOneVerdictDecides() throws InterruptedException {
        Gathering gathering = gathering(asked("a", ENFORCED, LONG), asked("b", ENFORCED, LONG));
        gathering.offer(verdict("a"));
        assertThat(gathering.await(answers -> answers.get(0).verdict() != null))
                .extracting(Answer::state)
                .containsExactly(Answer.State.ANSWERED, Answer.State.PENDING);
    }

    @Test
    void checkBeyondItsDeadlineIsLate() throws InterruptedException {
        Gathering gathering = gathering(asked("slow", ENFORCED, SHORT));
        assertThat(gathering.await(answers -> false)).extracting(Answer::state).containsExactly(Answer.State.LATE);
    }

    @Test
    void shadowAndAbsentChecksAreNotWaitedFor() throws InterruptedException {
        Gathering gathering = gathering(
                new Gathering.Asked("gone", ENFORCED, Duration.ZERO, false),
                new Gathering.Asked("shadow", SHADOW, Duration.ZERO, false));
        assertThat(gathering.await(answers -> false))
                .extracting(Answer::state)
                .containsExactly(Answer.State.ABSENT, Answer.State.PENDING);
    }

    @Test
    void firstVerdictOfACheckCounts() throws InterruptedException {
        Gathering gathering = gathering(asked("a", ENFORCED, LONG));
        Verdict first = verdict("a");
        gathering.offer(first);
        gathering.offer(new Verdict("q", "a", "other", Phase.MESSAGE, Verdict.Outcome.FAIL, 9, List.of(), null, 1));
        assertThat(gathering.await(answers -> false).get(0).verdict()).isEqualTo(first);
    }

    @Test
    void checkThatMissesDeadlinesIsNotWaitedForUntilItAnswersInTime() throws InterruptedException {
        for (int i = 0; i < Roster.PATIENCE; i++) {
            assertThat(roster.prompt("slow")).isTrue();
            gathering(asked("slow", ENFORCED, SHORT)).await(answers -> false);
        }
        assertThat(roster.prompt("slow")).isFalse();
        roster.answered("slow", SHORT.plusMillis(1), SHORT);
        assertThat(roster.prompt("slow")).isFalse();
        roster.answered("slow", SHORT, SHORT);
        assertThat(roster.prompt("slow")).isTrue();
    }

    @Test
    void checkIsPresentWhileItsRegistrationIsFresh() {
        CheckRegistered registered = new CheckRegistered("a", "a-1", Phase.MESSAGE, now, now, Duration.ofSeconds(2));
        roster.apply(registered.key(), Json.write(registered), false);
        assertThat(roster.present(Phase.MESSAGE)).containsExactly("a");
        assertThat(roster.present(Phase.CONNECT)).isEmpty();
        now = now.plusSeconds(7);
        assertThat(roster.present(Phase.MESSAGE)).isEmpty();
        assertThat(roster.phases("a")).containsExactly(Phase.MESSAGE);
    }

    @Test
    void oldRegistrationFoundAtTheStartDoesNotCount() {
        CheckRegistered registered =
                new CheckRegistered("a", "a-1", Phase.MESSAGE, now, now.minusSeconds(60), Duration.ofSeconds(2));
        roster.apply(registered.key(), Json.write(registered), true);
        assertThat(roster.present(Phase.MESSAGE)).isEmpty();
    }

    @Test
    void tombstoneTakesTheRegistrationBack() {
        CheckRegistered registered = new CheckRegistered("a", "a-1", Phase.MESSAGE, now, now, Duration.ofSeconds(2));
        roster.apply(registered.key(), Json.write(registered), false);
        roster.apply(registered.key(), null, false);
        assertThat(roster.present(Phase.MESSAGE)).isEmpty();
    }

    private Gathering gathering(Gathering.Asked... asked) {
        return new Gathering(new Question("q", Phase.MESSAGE, "i", 0, now, LONG), List.of(asked), roster);
    }

    private static Gathering.Asked asked(String check, CheckRule rule, Duration deadline) {
        return new Gathering.Asked(check, rule, deadline, true);
    }

    private static Verdict verdict(String check) {
        return new Verdict("q", check, "i", Phase.MESSAGE, Verdict.Outcome.PASS, 0, List.of(), null, 1);
    }
}
