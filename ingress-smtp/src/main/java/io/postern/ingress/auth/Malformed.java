package io.postern.ingress.auth;

/** A client's response is none of its mechanism. Without a text: what the client sent may be a password. */
final class Malformed extends Exception {

    private static final long serialVersionUID = 1;

    Malformed() {
        super("malformed response", null, false, false);
    }
}
