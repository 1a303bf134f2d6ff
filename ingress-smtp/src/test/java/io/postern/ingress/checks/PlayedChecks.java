package io.postern.ingress.checks;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.postern.contract.CheckRegistered;
import io.postern.contract.Golden;
import io.postern.contract.Json;
import io.postern.contract.Phase;
import io.postern.contract.Publisher;
import io.postern.contract.Verdict;
import io.postern.ingress.TestConfig;
import io.postern.ingress.policy.Policy;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Checks that are there and answer when the test says so. */
public final class PlayedChecks {

    private final Clock clock = Clock.fixed(Golden.AT, ZoneOffset.UTC);
    private final Roster roster = new Roster(clock);
    private final Questions questions;

    public PlayedChecks(Policy policy, Publisher publisher) {
        this.questions = new Questions(
                TestConfig.with(Map.of("postern.ingress.limits.pending", "10")),
                () -> policy,
                roster,
                publisher,
                clock,
                new SimpleMeterRegistry());
    }

    public Questions questions() {
        return questions;
    }

    public void join(String check, Phase phase) {
        CheckRegistered registered =
                new CheckRegistered(check, check + "-1", phase, Golden.AT, Golden.AT, Duration.ofSeconds(2));
        roster.apply(registered.key(), Json.write(registered), false);
    }

    /** Lets a check answer a question that is under way. */
    public void answer(
            String question, String check, Phase phase, Verdict.Outcome outcome, Verdict.@Nullable PeerReply reply) {
        Verdict verdict = new Verdict(question, check, check + "-1", phase, outcome, 0, List.of(), reply, 1);
        Gathering gathering = Objects.requireNonNull(questions.find(question), () -> "not under way: " + question);
        if (gathering.offer(verdict)) {
            questions.close(gathering);
        }
    }
}
