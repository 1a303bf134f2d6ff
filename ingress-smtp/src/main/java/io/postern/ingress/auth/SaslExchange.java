package io.postern.ingress.auth;

import io.postern.ingress.session.Reply;

/**
 * One authentication exchange (RFC 4422), the server's side of it. Not for use by several threads at once.
 */
public interface SaslExchange {

    /** What follows from a client's response. */
    sealed interface Step {

        /** The client has to answer this; not yet in base64. */
        @SuppressWarnings("ArrayRecordComponent") // made to be written out once, never compared
        record Challenge(byte[] bytes) implements Step {}

        /** It is who it says it is. */
        record Authenticated(String user) implements Step {}

        /** It is not, or it may not try (again) now, or we cannot tell; the reply says which. */
        record Refused(Reply reply) implements Step {}
    }

    /** Whether the server speaks first: the first {@link #respond} then takes an empty response. */
    boolean serverFirst();

    /** Takes the client's response, out of base64. May block; never throws. */
    Step respond(byte[] response);

    /** The client gave up, or is gone. Without effect on an exchange that has ended; may be called by any thread. */
    void abandoned();
}
