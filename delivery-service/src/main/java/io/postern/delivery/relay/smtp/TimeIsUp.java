package io.postern.delivery.relay.smtp;

import java.io.IOException;

/** The peer took too long. */
final class TimeIsUp extends IOException {

    private static final long serialVersionUID = 1L;

    TimeIsUp() {
        super("not in time");
    }
}
