package io.postern.contract;

import static java.util.Objects.requireNonNull;

/**
 * A client connected ({@link Phase#CONNECT}), or greeted ({@link Phase#GREETING}; {@code session.helo()} is then set).
 */
public record ConnectionOpened(Session session) {

    public ConnectionOpened {
        requireNonNull(session, "session");
    }
}
