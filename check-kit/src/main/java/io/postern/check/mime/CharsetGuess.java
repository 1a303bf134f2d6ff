package io.postern.check.mime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import org.apache.james.mime4j.util.CharsetUtil;
import org.jspecify.annotations.Nullable;

/**
 * Bytes to text as mail programs do it: the declared character set if it is one; else UTF-8 if the bytes are that, else
 * Windows-1252, which has a character for nearly every byte and contains Latin-1.
 */
final class CharsetGuess {

    private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");

    private CharsetGuess() {}

    /** Whether nothing of that name is known. */
    static boolean unknown(@Nullable String declared) {
        return declared != null && CharsetUtil.lookup(declared) == null;
    }

    static String decode(byte[] bytes, @Nullable String declared) {
        Charset charset = declared == null ? null : CharsetUtil.lookup(declared);
        if (charset == null || charset.equals(US_ASCII) || charset.equals(UTF_8)) {
            return guess(bytes);
        }
        return new String(bytes, charset.equals(ISO_8859_1) ? WINDOWS_1252 : charset);
    }

    /** UTF-8 if the bytes are that, be it cut off in a character; else Windows-1252. */
    static String guess(byte[] bytes) {
        if (isAscii(bytes)) { // as nearly all fields are, and most texts
            return new String(bytes, ISO_8859_1);
        }
        CharBuffer text = CharBuffer.allocate(bytes.length);
        boolean utf8 =
                !UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes), text, false).isError();
        return utf8 ? text.flip().toString() : new String(bytes, WINDOWS_1252);
    }

    private static boolean isAscii(byte[] bytes) {
        for (byte octet : bytes) {
            if (octet < 0) {
                return false;
            }
        }
        return true;
    }
}
