package io.postern.delivery.bounce;

import static java.util.Locale.ROOT;

import io.postern.contract.Envelope.Notify;
import io.postern.contract.Envelope.Recipient;

/** What became of a mail for one recipient (RFC 3464 section 2.3.3). */
public enum Action {
    /** It will not be delivered. */
    FAILED(Notify.FAILURE),
    /** It is not delivered yet; we keep trying. */
    DELAYED(Notify.DELAY),
    /** It was handed to a system that does not promise to report. */
    RELAYED(Notify.SUCCESS),
    /** It lies in the mailbox. */
    DELIVERED(Notify.SUCCESS),
    /** It was delivered to more addresses than the sender named, and nothing more will be reported. */
    EXPANDED(Notify.SUCCESS);

    private final Notify when;

    Action(Notify when) {
        this.when = when;
    }

    /**
     * Whether the sender wants to hear of it. One who did not say hears of failures and delays, as RFC 3461 section 4.1
     * permits and the common mail systems do, and never of success.
     */
    public boolean wantedFor(Recipient recipient) {
        return recipient.notifyOn().isEmpty()
                ? when != Notify.SUCCESS
                : recipient.notifyOn().contains(when);
    }

    /** As the field {@code Action} has it. */
    String word() {
        return name().toLowerCase(ROOT);
    }
}
