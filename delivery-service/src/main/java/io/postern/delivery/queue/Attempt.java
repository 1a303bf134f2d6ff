package io.postern.delivery.queue;

import io.postern.contract.DeliveryAttempted;
import io.postern.contract.DeliveryAttempted.Outcome;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What came of one attempt.
 *
 * @param recipient the recipient as it was handed out
 * @param outcome what came of it
 * @param detail where the mail lies, or why not
 * @param retryIn when to try again; {@code null}: never
 * @param at when the attempt began
 * @param elapsed how long it took
 */
record Attempt(
        Recipient recipient,
        Outcome outcome,
        @Nullable String detail,
        @Nullable Duration retryIn,
        Instant at,
        Duration elapsed) {

    static final String DESTINATION = "maildir";

    DeliveryAttempted event() {
        return new DeliveryAttempted(
                recipient.mail.id,
                recipient.address,
                recipient.attempt,
                outcome,
                DESTINATION,
                detail,
                at,
                elapsed.toNanos() / 1000);
    }
}
