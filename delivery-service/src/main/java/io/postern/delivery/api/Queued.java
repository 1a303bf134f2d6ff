package io.postern.delivery.api;

import io.postern.contract.DeliveryAttempted.Outcome;
import io.postern.delivery.queue.Recipient;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A recipient in the queue, for people.
 *
 * @param attempts how often it was tried
 * @param outcome what came of the last attempt
 * @param dueAt when it is tried next
 * @param leasedUntil until when somebody has it in hand
 */
public record Queued(
        String mailId,
        String sender,
        String recipient,
        long size,
        Instant receivedAt,
        int attempts,
        @Nullable String destination,
        @Nullable Outcome outcome,
        @Nullable String detail,
        @Nullable String reply,
        @Nullable Instant dueAt,
        @Nullable Instant leasedUntil,
        boolean hold) {

    static Queued of(Recipient row, String mailId, String sender, long size, Instant receivedAt) {
        return new Queued(
                mailId,
                sender,
                row.address,
                size,
                receivedAt,
                row.attempt,
                row.destination,
                row.outcome,
                row.detail,
                row.reply,
                row.dueAt,
                row.leasedUntil,
                row.hold);
    }
}
