package io.postern.delivery.api;

import io.postern.contract.DeliveryAttempted.Outcome;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An attempt, for people. */
public record AttemptMade(
        String recipient,
        int number,
        Instant at,
        long elapsedMicros,
        Outcome outcome,
        String destination,
        @Nullable String detail) {

    static AttemptMade of(PastAttempt attempt) {
        return new AttemptMade(
                attempt.recipient.address,
                attempt.number,
                attempt.at,
                attempt.elapsedMicros,
                attempt.outcome,
                attempt.destination,
                attempt.detail);
    }
}
