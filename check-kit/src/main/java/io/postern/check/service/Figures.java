package io.postern.check.service;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.postern.contract.Verdict.Outcome;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;

/** The check's metrics, all tagged with its name. */
@Singleton
class Figures {

    /** From what is answered from memory to the longest deadlines. */
    private static final Duration[] BOUNDS = {
        Duration.ofMillis(1),
        Duration.ofMillis(5),
        Duration.ofMillis(25),
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofSeconds(2),
        Duration.ofSeconds(10)
    };

    private final MeterRegistry meters;
    private final Tags tags;
    private final Map<Outcome, Timer> work = new EnumMap<>(Outcome.class);
    private final Counter skipped;
    private final Counter overrun;
    private final Counter incomplete;
    private final Counter deadLetters;

    Figures(MeterRegistry meters, Identity self) {
        this.meters = meters;
        this.tags = Tags.of("check", self.check());
        for (Outcome outcome : Outcome.values()) {
            work.put(
                    outcome,
                    Timer.builder("postern.check.verdicts")
                            .description("Verdicts by outcome, and how long the check worked on them")
                            .tags(tags.and("outcome", outcome.name()))
                            .serviceLevelObjectives(BOUNDS)
                            .register(meters));
        }
        skipped =
                counter("postern.check.skipped", "Questions whose answer nobody waited for any more when we read them");
        overrun = counter("postern.check.overrun", "Questions that the check did not answer in time");
        incomplete = counter("postern.check.incomplete", "Mails of which chunks were missing");
        deadLetters = counter("postern.check.dead.letters", "Records put aside");
    }

    void verdict(Outcome outcome, Duration worked) {
        requireNonNull(work.get(outcome)).record(worked);
    }

    void skipped() {
        skipped.increment();
    }

    void overrun() {
        overrun.increment();
    }

    void incomplete() {
        incomplete.increment();
    }

    void deadLetter() {
        deadLetters.increment();
    }

    /** Watches how many questions are worked on. */
    void inFlight(Supplier<Number> count) {
        Gauge.builder("postern.check.in.flight", count)
                .description("Questions that are worked on now")
                .tags(tags)
                .register(meters);
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name).description(description).tags(tags).register(meters);
    }
}
