package io.postern.check.part;

import java.io.IOException;
import java.util.function.BooleanSupplier;

/** Unpacks mails. */
public final class MailParts {

    /** Less is too little to be harmful. */
    private static final int SMALLEST_FILE = 16;

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
        Unpacking unpacking = new Unpacking(limits, SMALLEST_FILE, () -> false, taker);
        new StandardReading(unpacking, !attachmentsOnly).read(mail);
        if (!attachmentsOnly) {
            new LooseReading(mail, new LooseDecoding(unpacking, false)).read();
        }
        return !unpacking.cut();
    }

    /**
     * Gives what a mail has in it whatever it declares, each piece once: by how its lines look, decoded in every way that it
     * looks fit for, and what is not encoded as it is.
     *
     * @param enough whether to end it
     * @return whether that was all; {@code false} if there is more in the mail than the limits allow
     */
    public boolean readLoosely(Blob mail, BooleanSupplier enough, Taker taker)
            throws IOException, InterruptedException {
        Unpacking unpacking = new Unpacking(limits, 1, enough, taker);
        new LooseReading(mail, new LooseDecoding(unpacking, true)).read();
        return !unpacking.cut();
    }

    /** Whether somebody could find something else in a mail than others do, and whether there is anything to find. */
    public static Appearance appearance(Blob mail) throws IOException, InterruptedException {
        return appearance(mail, () -> false);
    }

    /** The same, of as much of the mail as is read until there is enough. */
    public static Appearance appearance(Blob mail, BooleanSupplier enough) throws IOException, InterruptedException {
        return Doubts.about(mail, enough);
    }
}
