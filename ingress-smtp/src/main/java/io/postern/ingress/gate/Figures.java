package io.postern.ingress.gate;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.postern.contract.Decision.Answer;
import io.postern.contract.Phase;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;

/** How long clients wait for decisions, and decisions for checks. Recorded within the mail's trace, for exemplars. */
@ApplicationScoped
class Figures {

    /** From what nobody notices to the longest deadlines. */
    private static final Duration[] BOUNDS = {
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2_500),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30)
    };

    private final MeterRegistry metrics;

    Figures(MeterRegistry metrics) {
        this.metrics = metrics;
    }

    /** The wait for the checks of a phase is over. */
    void waited(Phase phase, List<Answer> answers, long micros) {
        timer("postern.wait", "Waits for checks, from the question to the last answer that was needed")
                .tag("phase", phase.name())
                .register(metrics)
                .record(Duration.ofNanos(micros * 1000));
        for (Answer answer : answers) {
            if (answer.rule().awaited()) {
                missed(phase, answer);
            }
        }
    }

    /** A mail is let in; what could not be found out about it was not needed. */
    void letIn(List<Answer> answers, List<String> unchecked) {
        for (Answer answer : answers) {
            if (answer.rule().awaited()) {
                Counter.builder("postern.unchecked")
                        .description("Mails let in without the answer of a check that should have given one")
                        .tag("check", answer.check())
                        .register(metrics)
                        .increment(unchecked.contains(answer.check()) ? 1 : 0);
            }
        }
    }

    private void missed(Phase phase, Answer answer) {
        Counter.builder("postern.deadlines.missed")
                .description("Answers that did not come in time")
                .tag("phase", phase.name())
                .tag("check", answer.check())
                .register(metrics)
                // Also when it came: a series that begins with its first miss does not show that one.
                .increment(answer.state() == Answer.State.LATE ? 1 : 0);
    }

    /** A recipient or a mail is answered. */
    void answered(Phase phase, int code, Duration elapsed) {
        timer("postern.decision.time", "From RCPT, or the end of data, to the reply")
                .tag("phase", phase.name())
                .tag("code", Integer.toString(code))
                .register(metrics)
                .record(elapsed);
    }

    private static Timer.Builder timer(String name, String description) {
        return Timer.builder(name).description(description).serviceLevelObjectives(BOUNDS);
    }
}
