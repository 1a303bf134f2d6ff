package io.postern.delivery.relay.pace;

import java.time.Duration;
import java.time.Instant;

/** So many in a time, evenly, but for a burst of as many after a rest. */
final class Rate {

    private final Duration gap;
    private final Duration burst;
    /** When all that was used is made up for. */
    private Instant restored = Instant.MIN;

    Rate(int rate, Duration per) {
        this.gap = per.dividedBy(rate);
        this.burst = per;
    }

    /** When the next may go; in the past if now. */
    Instant next(Instant now) {
        return rested(now) ? now : restored.plus(gap).minus(burst);
    }

    void use(Instant now) {
        restored = (rested(now) ? now : restored).plus(gap);
    }

    boolean rested(Instant now) {
        return !restored.isAfter(now);
    }
}
