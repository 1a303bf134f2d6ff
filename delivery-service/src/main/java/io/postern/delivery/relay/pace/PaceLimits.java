package io.postern.delivery.relay.pace;

import java.time.Duration;

/**
 * How much a destination gets.
 *
 * @param concurrent attempts at once
 * @param rate attempts in each {@code per}; as many may come in a burst
 * @param per see {@code rate}
 * @param failures in a row after which it is left alone
 * @param pause how long at first; it doubles with each trial that fails
 * @param longestPause how long at most
 */
public record PaceLimits(int concurrent, int rate, Duration per, int failures, Duration pause, Duration longestPause) {

    public static final PaceLimits USUAL =
            new PaceLimits(20, 1000, Duration.ofSeconds(1), 5, Duration.ofSeconds(30), Duration.ofMinutes(10));

    public PaceLimits {
        if (concurrent < 1 || rate < 1 || failures < 1) {
            throw new IllegalArgumentException("concurrent, rate and failures must be at least 1");
        }
        if (!per.isPositive() || !pause.isPositive() || longestPause.compareTo(pause) < 0) {
            throw new IllegalArgumentException("per and pause must be positive, the longest pause no shorter");
        }
    }
}
