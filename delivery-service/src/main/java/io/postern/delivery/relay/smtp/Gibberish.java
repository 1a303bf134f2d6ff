package io.postern.delivery.relay.smtp;

import java.io.IOException;

/** What the peer says is not SMTP. */
final class Gibberish extends IOException {

    private static final long serialVersionUID = 1L;

    Gibberish(String what) {
        super(what);
    }
}
