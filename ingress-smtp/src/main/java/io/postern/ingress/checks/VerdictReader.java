package io.postern.ingress.checks;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.postern.contract.CheckRule;
import io.postern.contract.InvalidRecord;
import io.postern.contract.Json;
import io.postern.contract.LateVerdict;
import io.postern.contract.Publisher;
import io.postern.contract.Question;
import io.postern.contract.Topics;
import io.postern.contract.Verdict;
import io.postern.contract.WireHeaders;
import io.postern.ingress.DeadLetters;
import io.postern.ingress.IngressConfig;
import io.postern.ingress.policy.Policy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Reads the verdicts from this instance's partition and brings each to its question, or to the record if it is late. */
@ApplicationScoped
class VerdictReader {

    private final IngressConfig config;
    private final Questions questions;
    private final Roster roster;
    private final Supplier<Policy> policy;
    private final Publisher publisher;
    private final DeadLetters deadLetters;
    private final Clock clock;
    private final MeterRegistry metrics;
    private final Counter strangers;
    private final Counter late;

    VerdictReader(
            IngressConfig config,
            Questions questions,
            Roster roster,
            Supplier<Policy> policy,
            Publisher publisher,
            DeadLetters deadLetters,
            Clock clock,
            MeterRegistry metrics) {
        this.config = config;
        this.questions = questions;
        this.roster = roster;
        this.policy = policy;
        this.publisher = publisher;
        this.deadLetters = deadLetters;
        this.clock = clock;
        this.metrics = metrics;
        this.strangers = metrics.counter("postern.verdicts.strangers");
        this.late = metrics.counter("postern.verdicts.late");
    }

    @Incoming(Topics.VERDICTS)
    void read(ConsumerRecord<String, byte[]> record) {
        try {
            if (WireHeaders.text(record.headers(), Question.ASKER).equals(config.instance())) {
                Instant askedAt = Instant.ofEpochMilli(WireHeaders.number(record.headers(), Question.ASKED_AT));
                take(Json.read(record.value(), Verdict.class), Duration.between(askedAt, clock.instant()));
            } else {
                strangers.increment();
            }
        } catch (InvalidRecord e) {
            deadLetters.put(record, e);
        }
    }

    private void take(Verdict verdict, Duration elapsed) {
        Timer.builder("postern.verdicts")
                .description("Verdicts of the checks, and how long after the question they came")
                .tag("check", verdict.check())
                .tag("phase", verdict.phase().name())
                .tag("outcome", verdict.outcome().name())
                .register(metrics)
                .record(elapsed);
        roster.answered(verdict.check(), elapsed, policy.get().deadline(verdict.check()));
        Gathering gathering = questions.find(verdict.question());
        if (gathering != null) {
            if (gathering.offer(verdict)) {
                // Nothing more can come; a client that takes its time shall not hold a place.
                questions.close(gathering);
            }
        } else if (mode(verdict.check()) != CheckRule.Mode.OFF) {
            late.increment();
            LateVerdict addition = new LateVerdict(verdict.question(), verdict, clock.instant());
            var unused = publisher.send(Publisher.json(Topics.DECISIONS, verdict.question(), addition));
        }
    }

    private CheckRule.Mode mode(String check) {
        Policy.NamedCheck named = policy.get().checks().get(check);
        return named == null ? CheckRule.Mode.SHADOW : named.rule().mode();
    }
}
