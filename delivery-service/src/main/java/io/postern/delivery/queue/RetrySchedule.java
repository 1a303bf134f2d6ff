package io.postern.delivery.queue;

import java.time.Duration;

/**
 * When to try again.
 *
 * @param first the wait after the first attempt; it doubles with each
 * @param most the longest wait
 */
record RetrySchedule(Duration first, Duration most) {

    /** Doubling further would only overflow. */
    private static final int LAST_DOUBLING = 30;

    /** The wait after attempt {@code attempt}, counted from 1. */
    Duration after(int attempt) {
        Duration wait = first.multipliedBy(1L << Math.min(attempt - 1, LAST_DOUBLING));
        return wait.compareTo(most) < 0 ? wait : most;
    }
}
