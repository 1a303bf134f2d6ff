package io.postern.ingress.session;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The argument of AUTH (RFC 4954 section 4).
 *
 * @param mechanism in upper case
 * @param initial the initial response, {@code null} if there is none
 */
@SuppressWarnings("ArrayRecordComponent") // taken apart at once, never compared
record AuthCommand(String mechanism, byte @Nullable [] initial) {

    static AuthCommand parse(String argument) throws Refused {
        String[] words = argument.split(" +", -1);
        if (argument.isEmpty() || words.length > 2) {
            throw new Refused(Replies.AUTH_SYNTAX);
        }
        return new AuthCommand(words[0].toUpperCase(Locale.ROOT), words.length < 2 ? null : initial(words[1]));
    }

    private static byte[] initial(String word) throws Refused {
        return word.equals("=") ? new byte[0] : response(word);
    }

    /** A line of the exchange. */
    static byte[] response(String line) throws Refused {
        try {
            return Base64.getDecoder().decode(line.getBytes(US_ASCII));
        } catch (IllegalArgumentException e) {
            throw new Refused(Replies.NOT_BASE64);
        }
    }
}
