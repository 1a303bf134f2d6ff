package io.postern.av.part;

import java.io.IOException;

/** Unpacks mails. */
public final class MailParts {

    private final PartLimits limits;

    public MailParts(PartLimits limits) {
        this.limits = limits;
    }

    /**
     * Gives all pieces of a mail to the taker, each once, until he has enough.
     *
     * @return whether that was all; {@code false} if there is more in the mail than the limits allow
     */
    public boolean read(Blob mail, Taker taker) throws IOException, InterruptedException {
        Unpacking unpacking = new Unpacking(limits, taker);
        new StandardReading(unpacking).read(mail);
        new LooseReading(unpacking).read(mail);
        return !unpacking.cut();
    }
}
