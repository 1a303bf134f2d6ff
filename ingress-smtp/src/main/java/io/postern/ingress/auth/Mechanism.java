package io.postern.ingress.auth;

import io.postern.ingress.auth.SaslExchange.Step;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** How a client proves who it is, for one exchange. */
interface Mechanism {

    /** Bytes of a password. */
    int MAX_PASSWORD = 512;

    /** Whether the server speaks first: the first response is then empty. */
    boolean serverFirst();

    /** Takes the client's response. May block. */
    Step respond(byte[] response) throws Malformed;

    /** A text of the client's, in UTF-8, of at most so many bytes. */
    static String text(byte[] bytes, int max) throws Malformed {
        if (bytes.length > max) {
            throw new Malformed();
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new Malformed();
        }
    }

    /** The name of a user as the client gave it. */
    static String name(String text) throws Malformed {
        if (!Users.isName(text)) {
            throw new Malformed();
        }
        return text;
    }

    /** A password as the client gave it; it may be empty. */
    static String password(String text) throws Malformed {
        if (text.indexOf('\0') >= 0 || text.getBytes(StandardCharsets.UTF_8).length > MAX_PASSWORD) {
            throw new Malformed();
        }
        return text;
    }
}
