package io.postern.antispam;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.postern.antispam.rule.Hit;
import jakarta.inject.Singleton;
import java.util.List;

/** What is counted. The rules are known beforehand, so that the number of counters is bounded. */
@Singleton
class Figures {

    private final MeterRegistry meters;
    private final DistributionSummary scores;

    Figures(MeterRegistry meters) {
        this.meters = meters;
        this.scores = DistributionSummary.builder("postern.antispam.score")
                .description("Scores of mails; those below 0 count as 0")
                .serviceLevelObjectives(1, 3, 5, 7, 10, 15)
                .register(meters);
        List.of(true, false).forEach(this::judged);
    }

    void judged(Judgement judgement) {
        judged(judgement.spam()).increment();
        scores.record(Math.max(0, judgement.score()));
        judgement.hits().forEach(this::hit);
    }

    private Counter judged(boolean spam) {
        return Counter.builder("postern.antispam.mails")
                .description("Mails, by what they were called")
                .tag("kind", spam ? "spam" : "ham")
                .register(meters);
    }

    private void hit(Hit hit) {
        Counter.builder(hit.failed() ? "postern.antispam.rule.failures" : "postern.antispam.rule.hits")
                .description("Mails for which a rule held, or failed")
                .tag("rule", hit.rule())
                .register(meters)
                .increment();
    }
}
