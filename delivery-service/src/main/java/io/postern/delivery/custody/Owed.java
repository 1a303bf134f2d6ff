package io.postern.delivery.custody;

import io.postern.contract.DeliveryAttempted.Outcome;
import io.postern.contract.MailApproved.Disposition;
import org.jspecify.annotations.Nullable;

/**
 * A mail and one of its recipients.
 *
 * @param fingerprint of the two
 * @param resendOf the mail that brought the same bytes before; {@code null} if none did
 */
record Owed(
        Approval approval,
        String recipient,
        String fingerprint,
        @Nullable String resendOf) {

    static Owed of(Approval approval, String recipient) {
        return new Owed(approval, recipient, Fingerprint.of(approval.mail(), recipient), null);
    }

    Owed resendOf(@Nullable String first) {
        return new Owed(approval, recipient, fingerprint, first);
    }

    /** Quarantined mail brings nothing to anybody, so it makes no resend of what comes after it. */
    boolean delivers() {
        return approval.approved().disposition() == Disposition.DELIVER;
    }

    /** What is settled already; {@code null} if it is delivery's to find out. */
    @Nullable
    Outcome settled() {
        if (!delivers()) {
            return Outcome.QUARANTINED;
        }
        return resendOf == null ? null : Outcome.DUPLICATE;
    }
}
