package io.postern.delivery.route;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * When to try again, when to tell the sender that it takes long, and when to give up.
 *
 * @param waits after the first attempt, the second, ...; the last for all that follow
 * @param warnAfter how long after it was received the sender of a mail is told that it is not delivered yet
 * @param lifetime how long it is tried
 */
public record RetrySchedule(List<Duration> waits, Duration warnAfter, Duration lifetime) {

    /** So many percent are added or taken away by chance, lest what failed together comes again together. */
    private static final int JITTER_PERCENT = 10;

    public RetrySchedule {
        waits = List.copyOf(waits);
        if (waits.isEmpty() || waits.stream().anyMatch(wait -> !wait.isPositive())) {
            throw new IllegalArgumentException("the waits between attempts must be positive: " + waits);
        }
        if (warnAfter.isNegative() || !lifetime.isPositive()) {
            throw new IllegalArgumentException("the lifetime must be positive, the warning not before the mail");
        }
    }

    /** The wait after so many attempts, about. */
    public Duration after(int attempts, RandomGenerator random) {
        Duration wait = waits.get(Math.min(Math.max(attempts, 1), waits.size()) - 1);
        int percent = 100 - JITTER_PERCENT + random.nextInt(2 * JITTER_PERCENT + 1);
        return wait.multipliedBy(percent).dividedBy(100);
    }
}
