package io.postern.delivery.relay.pace;

import java.time.Duration;
import java.time.Instant;

/** Leaves a destination alone after failures in a row; then one attempt at a time tries whether it is back. */
final class Breaker {

    private static final int LAST_DOUBLING = 20;

    private final PaceLimits limits;
    private int failures;
    private Instant until = Instant.MIN;

    Breaker(PaceLimits limits) {
        this.limits = limits;
    }

    boolean closed() {
        return failures < limits.failures();
    }

    /** Whether nothing has failed of late. */
    boolean fresh() {
        return failures == 0;
    }

    /** When it may be tried. */
    Instant until() {
        return until;
    }

    void worked() {
        failures = 0;
        until = Instant.MIN;
    }

    void failed(Instant now) {
        failures++;
        if (!closed()) {
            int doubled = Math.min(failures - limits.failures(), LAST_DOUBLING);
            Duration pause = limits.pause().multipliedBy(1L << doubled);
            until = now.plus(pause.compareTo(limits.longestPause()) < 0 ? pause : limits.longestPause());
        }
    }
}
