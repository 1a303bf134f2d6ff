package io.postern.delivery.relay.smtp;

/** Whose fault it is that a mail was not delivered, and so, what else it will befall. */
public enum Fault {
    /** This recipient's: others may get the mail. */
    RECIPIENT,
    /** This mail's: others may be taken. */
    MESSAGE,
    /** The destination's: it would take no mail at all now. */
    DESTINATION,
    /** Ours: the content could not be read, or we are stopping. */
    OURS
}
