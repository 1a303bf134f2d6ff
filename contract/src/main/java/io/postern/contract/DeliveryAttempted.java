package io.postern.contract;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Delivery tried to bring a mail to one recipient.
 *
 * @param mailId the mail
 * @param recipient the recipient, as in the envelope
 * @param attempt 1 for the first
 * @param outcome what came of it
 * @param destination where to: {@code maildir}, {@code lmtp:HOST}, {@code smtp:HOST}; {@code alias} if the recipient stands
 *     for others, whom the detail names
 * @param detail why not, or where the mail lies, for the operator
 * @param at when
 * @param elapsedMicros how long it took
 */
public record DeliveryAttempted(
        String mailId,
        String recipient,
        int attempt,
        Outcome outcome,
        String destination,
        @Nullable String detail,
        Instant at,
        long elapsedMicros) {

    /** What came of an attempt. */
    public enum Outcome {
        DELIVERED,
        /** Not yet: it will be tried again. */
        DEFERRED,
        /** Never. */
        FAILED,
        /** The same bytes from the same sender lie there already: a resend of a mail whose reply was lost. */
        DUPLICATE,
        /** Kept aside for the operator. */
        QUARANTINED
    }

    public DeliveryAttempted {
        requireNonNull(mailId, "mailId");
        requireNonNull(recipient, "recipient");
        requireNonNull(outcome, "outcome");
        requireNonNull(destination, "destination");
        requireNonNull(at, "at");
    }
}
