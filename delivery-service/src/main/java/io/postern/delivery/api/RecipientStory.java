package io.postern.delivery.api;

import io.postern.contract.Envelope;
import io.postern.contract.Envelope.Notify;
import io.postern.delivery.queue.Recipient;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What became of a mail for one recipient.
 *
 * @param mailbox the mailbox of ours that gets it, if that has another name
 * @param original the recipient of the envelope for whose sake this one gets it
 * @param notifyOn when the sender wants to be told
 * @param originalRecipient whom the sender named first
 * @param attempts how often it was tried
 * @param dueAt when it is tried next; {@code null}: never
 * @param leasedUntil until when somebody has it in hand
 */
public record RecipientStory(
        String address,
        @Nullable String mailbox,
        @Nullable String original,
        Set<Notify> notifyOn,
        @Nullable String originalRecipient,
        State state,
        int attempts,
        @Nullable String destination,
        @Nullable String detail,
        @Nullable String reply,
        @Nullable Instant dueAt,
        @Nullable Instant leasedUntil,
        boolean hold,
        @Nullable String releasedBy,
        @Nullable Instant releasedAt,
        @Nullable String deletedBy,
        @Nullable Instant deletedAt) {

    static RecipientStory of(Recipient row) {
        Envelope.Recipient named = row.named().orElse(null);
        return new RecipientStory(
                row.address,
                named == null ? null : named.mailbox(),
                row.original,
                named == null ? Set.of() : named.notifyOn(),
                named == null ? null : named.originalRecipient(),
                State.of(row),
                row.attempt,
                row.destination,
                row.detail,
                row.reply,
                row.dueAt,
                row.leasedUntil,
                row.hold,
                row.releasedBy,
                row.releasedAt,
                row.deletedBy,
                row.deletedAt);
    }
}
