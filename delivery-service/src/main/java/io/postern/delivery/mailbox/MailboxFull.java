package io.postern.delivery.mailbox;

/** A mailbox has no room for a mail. */
public final class MailboxFull extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Usage usage;

    MailboxFull(Usage usage) {
        super("the mailbox is full: " + usage.bytes() + " bytes in " + usage.messages() + " mails");
        this.usage = usage;
    }

    /** What lies in it. */
    public Usage usage() {
        return usage;
    }
}
