package io.postern.delivery.queue;

import io.postern.contract.DeliveryAttempted;
import io.postern.contract.DeliveryAttempted.Outcome;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One attempt, and what came of it.
 *
 * @param recipient the recipient as it was handed out
 * @param result what came of it
 * @param at when the attempt began
 * @param elapsed how long it took
 * @param span its span in the mail's trace; {@code null} if there is none, or none yet
 */
record Attempt(
        Recipient recipient,
        Result result,
        Instant at,
        Duration elapsed,
        @Nullable String span) {

    Attempt(Recipient recipient, Result result, Instant at, Duration elapsed) {
        this(recipient, result, at, elapsed, null);
    }

    Attempt in(String itsSpan) {
        return new Attempt(recipient, result, at, elapsed, itsSpan);
    }

    Outcome outcome() {
        return result.outcome();
    }

    DeliveryAttempted event() {
        return new DeliveryAttempted(
                recipient.mail.id,
                recipient.address,
                recipient.attempt,
                result.outcome(),
                result.destination(),
                result.detail(),
                at,
                elapsed.toNanos() / 1000);
    }
}
