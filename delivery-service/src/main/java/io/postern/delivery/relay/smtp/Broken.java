package io.postern.delivery.relay.smtp;

import java.io.IOException;

/** The connection is of no use any more, or there is none. */
public final class Broken extends IOException {

    private static final long serialVersionUID = 1L;

    private final transient Cause cause;

    Broken(Cause cause) {
        super(cause.reply().toString());
        this.cause = cause;
    }

    public Cause why() {
        return cause;
    }
}
