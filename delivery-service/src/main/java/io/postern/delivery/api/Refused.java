package io.postern.delivery.api;

import jakarta.ws.rs.core.Response.Status;

/** A request that cannot be served. The message says what is wrong with it, by name. */
final class Refused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    final Status status;

    private Refused(Status status, String message) {
        super(message);
        this.status = status;
    }

    /** A parameter is not what it should be. */
    static Refused bad(String message) {
        return new Refused(Status.BAD_REQUEST, message);
    }

    static Refused unknown(String message) {
        return new Refused(Status.NOT_FOUND, message);
    }

    /** It is too late, or somebody else was faster. */
    static Refused late(String message) {
        return new Refused(Status.CONFLICT, message);
    }
}
