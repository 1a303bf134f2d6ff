package io.postern.delivery.relay.mx;

import io.postern.delivery.relay.smtp.Cause;
import io.postern.delivery.relay.smtp.Fault;
import io.postern.delivery.relay.smtp.Step;

/** It is not known where to go, or known that there is nowhere to go. */
public final class Unroutable extends Exception {

    private static final long serialVersionUID = 1L;

    private static final int NEVER = 550;
    private static final int NO_MAIL = 556;
    private static final int NOT_NOW = 451;

    private final transient Cause cause;

    private Unroutable(Fault fault, int code, String enhanced, String text) {
        super(text);
        this.cause = Cause.known(Step.LOOKUP, fault, code, enhanced, text);
    }

    static Unroutable never(String enhanced, String text) {
        return new Unroutable(Fault.RECIPIENT, NEVER, enhanced, text);
    }

    /** RFC 7505 section 4. */
    static Unroutable noMail(String text) {
        return new Unroutable(Fault.RECIPIENT, NO_MAIL, "5.1.10", text);
    }

    /** We are stopping. */
    public static Unroutable interrupted() {
        return new Unroutable(Fault.OURS, NOT_NOW, "4.3.2", "interrupted");
    }

    public static Unroutable notNow(String text) {
        return new Unroutable(Fault.DESTINATION, NOT_NOW, "4.4.3", text);
    }

    public Cause why() {
        return cause;
    }
}
