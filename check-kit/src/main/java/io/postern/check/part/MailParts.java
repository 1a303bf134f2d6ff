package io.postern.check.part;

import java.io.IOException;

/** Unpacks mails. */
public final class MailParts {

    private final PartLimits limits;

    public MailParts(PartLimits limits) {
        this.limits = limits;
    }

    /**
     * Gives the pieces of a mail to the taker, each once, until he has enough.
     *
     * @param attachmentsOnly whether only what is no text, as the standards say; else all, in every reading
     * @return whether that was all; {@code false} if there is more in the mail than the limits allow
     */
    public boolean read(Blob mail, boolean attachmentsOnly, Taker taker) throws IOException, InterruptedException {
        Unpacking unpacking = new Unpacking(limits, taker);
        new StandardReading(unpacking, !attachmentsOnly).read(mail);
        if (!attachmentsOnly) {
            new LooseReading(mail, new LooseDecoding(unpacking)).read();
        }
        return !unpacking.cut();
    }

    /** Whether somebody could find something else in a mail than others do, and whether there is anything to find. */
    public static Appearance appearance(Blob mail) throws IOException, InterruptedException {
        return Doubts.about(mail);
    }
}
