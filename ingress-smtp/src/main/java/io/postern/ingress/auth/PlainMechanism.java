package io.postern.ingress.auth;

import io.postern.ingress.auth.SaslExchange.Step;

/** PLAIN (RFC 4616): one message of who is acted for, who acts, and his password. */
final class PlainMechanism implements Mechanism {

    private static final int MAX_MESSAGE = 2 * Users.MAX_NAME + MAX_PASSWORD + 2;

    private final Attempt attempt;

    PlainMechanism(Attempt attempt) {
        this.attempt = attempt;
    }

    @Override
    public boolean serverFirst() {
        return false;
    }

    @Override
    public Step respond(byte[] response) throws Malformed {
        String[] parts = Mechanism.text(response, MAX_MESSAGE).split("\0", -1);
        if (parts.length != 3) {
            throw new Malformed();
        }
        String user = Mechanism.name(parts[1]);
        return attempt.password(parts[0], user, Mechanism.password(parts[2]));
    }
}
