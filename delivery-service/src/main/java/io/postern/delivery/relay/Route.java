package io.postern.delivery.relay;

import io.postern.delivery.relay.smtp.Terms;
import java.nio.file.Path;

/** Where a mail goes. */
public sealed interface Route {

    /** On which terms we speak there. */
    Terms terms();

    /** What it is called in events, and by whom it is held back: mail of the same destination. */
    String destination();

    /** To the mail exchangers of a domain. */
    record Mx(String domain, int port, Terms terms) implements Route {

        public static final int PORT = 25;

        public Mx(String domain, Terms terms) {
            this(domain, PORT, terms);
        }

        @Override
        public String destination() {
            return "smtp:" + domain;
        }
    }

    /** To one host, by name or address. With a login in the terms, that is a smarthost. */
    record NextHop(String host, int port, Terms terms) implements Route {
        @Override
        public String destination() {
            return "smtp:[" + host + "]:" + port;
        }
    }

    /** To a mail store that speaks LMTP over TCP. */
    record Lmtp(String host, int port, Terms terms) implements Route {
        @Override
        public String destination() {
            return "lmtp:[" + host + "]:" + port;
        }
    }

    /** To a mail store that speaks LMTP over a Unix socket. */
    record LmtpSocket(Path path, Terms terms) implements Route {
        @Override
        public String destination() {
            return "lmtp:" + path;
        }
    }
}
