package io.postern.delivery.queue;

import io.postern.delivery.route.RetrySchedule;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/** Decides when a mail that could not be delivered is tried again, and whether at all. */
final class Deferral {

    private final InstantSource clock;
    private final RandomGenerator random;

    Deferral(InstantSource clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    /** For a reason of this mail's own: the waits grow with each attempt. */
    Result later(Recipient recipient, String destination, Said why, RetrySchedule retries) {
        return in(retries.after(recipient.tries + 1, random), recipient, destination, why, false);
    }

    /** Because nothing gets through at its destination: it is not the mail that has had its turn. */
    Result parked(Recipient recipient, String destination, Said why, RetrySchedule retries) {
        return in(retries.after(recipient.tries + 1, random), recipient, destination, why, true);
    }

    private Result in(Duration wait, Recipient recipient, String destination, Said why, boolean parked) {
        Instant now = clock.instant();
        if (!now.isBefore(recipient.expiresAt)) {
            return Result.failed(destination, why);
        }
        // The last attempt is when its time is over.
        Duration left = Duration.between(now, recipient.expiresAt);
        return Result.deferred(destination, why, wait.compareTo(left) < 0 ? wait : left, parked);
    }
}
