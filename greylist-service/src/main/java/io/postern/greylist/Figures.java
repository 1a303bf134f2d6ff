package io.postern.greylist;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.postern.greylist.Encounter.Kind;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Locale;

/** What is counted. */
@Singleton
class Figures {

    private static final double MEDIAN = 0.5;
    private static final double MOST = 0.95;

    private final MeterRegistry meters;
    private final Timer delay;
    private final Counter lost;

    Figures(MeterRegistry meters) {
        this.meters = meters;
        for (Kind kind : Kind.values()) {
            meetings(kind);
        }
        this.delay = Timer.builder("postern.greylist.delay")
                .description("From the first attempt of a triplet until it was let in: what greylisting really costs")
                .publishPercentiles(MEDIAN, MOST)
                .percentilePrecision(2)
                .distributionStatisticExpiry(Duration.ofDays(1))
                .maximumExpectedValue(Duration.ofDays(2))
                .register(meters);
        this.lost = Counter.builder("postern.greylist.never.returned")
                .description("Triplets that were deferred and did not come back in time: the spam kept out")
                .register(meters);
    }

    void met(Kind kind) {
        meetings(kind).increment();
    }

    private Counter meetings(Kind kind) {
        return Counter.builder("postern.greylist.attempts")
                .description("Attempts, by what came of them")
                .tag("kind", kind.name().toLowerCase(Locale.ROOT))
                .register(meters);
    }

    void exempt(String by) {
        Counter.builder("postern.greylist.exempt")
                .description("Attempts of those who are never greylisted, by what they are known by")
                .tag("by", by)
                .register(meters)
                .increment();
    }

    void delayed(Duration time) {
        delay.record(time);
    }

    void neverReturned(long count) {
        lost.increment((double) count);
    }
}
