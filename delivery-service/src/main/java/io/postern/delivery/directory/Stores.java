package io.postern.delivery.directory;

import io.postern.delivery.relay.Endpoint;
import io.postern.delivery.relay.Route;
import io.postern.delivery.relay.smtp.Terms;
import java.nio.file.Path;

/** Reads where the mailboxes of a domain are: {@code lmtp:HOST:PORT} or {@code lmtp:/PATH}. */
public final class Stores {

    private static final String LMTP = "lmtp:";

    /** A store is in the house. */
    private static final Terms TERMS = Terms.USUAL;

    private Stores() {}

    /** As {@link #parse} reads it. */
    public static String text(Route store) {
        return switch (store) {
            case Route.Lmtp lmtp ->
                LMTP + (lmtp.host().contains(":") ? "[" + lmtp.host() + "]" : lmtp.host()) + ":" + lmtp.port();
            case Route.LmtpSocket socket -> LMTP + socket.path();
            default -> throw new IllegalArgumentException("not a store: " + store.destination());
        };
    }

    /** @throws IllegalArgumentException if it is none */
    public static Route parse(String text) {
        if (!text.startsWith(LMTP)) {
            throw new IllegalArgumentException("not a store: " + text + "; expected lmtp:HOST:PORT or lmtp:/PATH");
        }
        String address = text.substring(LMTP.length());
        if (address.startsWith("/")) {
            return new Route.LmtpSocket(Path.of(address), TERMS);
        }
        Endpoint at = Endpoint.parse(address);
        return new Route.Lmtp(at.host(), at.port(), TERMS);
    }
}
