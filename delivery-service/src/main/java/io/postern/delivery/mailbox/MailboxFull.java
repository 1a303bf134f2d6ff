package io.postern.delivery.mailbox;

/** A mailbox has no room for a mail. */
public final class MailboxFull extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Usage usage;
    private final boolean tooLarge;

    /** @param tooLarge whether the mail would have no room in an empty one either */
    MailboxFull(Usage usage, boolean tooLarge) {
        super("the mailbox is full: " + usage.bytes() + " bytes in " + usage.messages() + " mails");
        this.usage = usage;
        this.tooLarge = tooLarge;
    }

    /** Whether the mail would have no room in an empty mailbox either. */
    public boolean tooLarge() {
        return tooLarge;
    }

    /** What lies in it. */
    public Usage usage() {
        return usage;
    }
}
