package io.postern.delivery.custody;

import io.postern.contract.DeliveryAttempted.Outcome;
import io.postern.contract.MailApproved.Disposition;
import io.postern.delivery.directory.Addressee;
import io.postern.delivery.route.Way;
import org.jspecify.annotations.Nullable;

/**
 * A mail and one who gets it, or a name that stands for several such.
 *
 * @param fingerprint of the two
 * @param resendOf the mail that brought the same bytes before; {@code null} if none did
 */
record Owed(
        Approval approval,
        Addressee to,
        String fingerprint,
        @Nullable String resendOf) {

    static Owed of(Approval approval, Addressee to) {
        return new Owed(approval, to, Fingerprint.of(approval.mail(), to.address()), null);
    }

    Owed resendOf(@Nullable String first) {
        return new Owed(approval, to, fingerprint, first);
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
        if (resendOf != null) {
            return Outcome.DUPLICATE;
        }
        return to.passedOn() ? Outcome.DELIVERED : null;
    }

    /** Why it is settled, for the operator. */
    @Nullable
    String detail() {
        if (resendOf != null) {
            return "resend of " + resendOf;
        }
        return to.passedOn() ? to.detail() : null;
    }

    /** Where it is to be brought. */
    String destination(Way way) {
        return to.passedOn() ? Way.ALIAS : way.destination();
    }
}
