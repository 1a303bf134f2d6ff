package io.postern.delivery.relay.smtp;

import java.io.IOException;

/** A connection that has waited for more to do was closed in the meantime. Nothing of the mail was taken. */
public final class Stale extends IOException {

    private static final long serialVersionUID = 1L;

    Stale(Broken cause) {
        super(cause);
    }
}
