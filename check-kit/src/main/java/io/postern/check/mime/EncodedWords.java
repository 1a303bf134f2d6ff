package io.postern.check.mime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the encoded words of a header (RFC 2047), in time linear in its length: the decoder of mime4j takes seconds for
 * a subject made of nothing but {@code =?}. Words of one character set are joined before they are decoded, for many a
 * sender cuts them within a character.
 */
final class EncodedWords {

    /** No part can contain the question mark that ends it, so a failed attempt costs no more than it consumed. */
    private static final Pattern WORD = Pattern.compile("=\\?([^?\\s]++)\\?([bBqQ])\\?([^?]*+)\\?=");

    private final String text;
    private final StringBuilder decoded = new StringBuilder();
    private final ByteArrayOutputStream joined = new ByteArrayOutputStream();
    private @Nullable String charset;

    private EncodedWords(String text) {
        this.text = text;
    }

    static String decode(String text) {
        return text.contains("=?") ? new EncodedWords(text).decode() : text;
    }

    private String decode() {
        Matcher word = WORD.matcher(text);
        int end = 0;
        while (word.find()) {
            String between = text.substring(end, word.start());
            if (end == 0 || !between.isBlank()) {
                flush();
                decoded.append(between);
            }
            // RFC 2231 section 5 puts a language behind the character set.
            String itsCharset = word.group(1).split("\\*", 2)[0];
            if (!itsCharset.equalsIgnoreCase(charset)) {
                flush();
                charset = itsCharset;
            }
            joined.writeBytes(word.group(2).equalsIgnoreCase("b") ? base64(word.group(3)) : quoted(word.group(3)));
            end = word.end();
        }
        flush();
        return decoded.append(text, end, text.length()).toString();
    }

    private void flush() {
        decoded.append(CharsetGuess.decode(joined.toByteArray(), charset));
        joined.reset();
    }

    private static byte[] base64(String encoded) {
        try {
            return Base64.getMimeDecoder().decode(encoded);
        } catch (IllegalArgumentException e) {
            return encoded.getBytes(ISO_8859_1); // as it stands: a reader sees it so, too
        }
    }

    private static byte[] quoted(String encoded) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(encoded.length());
        for (int i = 0; i < encoded.length(); i++) {
            char c = encoded.charAt(i);
            int octet = c == '=' ? octet(encoded, i + 1) : -1;
            if (octet >= 0) {
                bytes.write(octet);
                i += 2;
            } else {
                bytes.write(c == '_' ? ' ' : c);
            }
        }
        return bytes.toByteArray();
    }

    /** The two hexadecimal digits at {@code start}, -1 if there are none. */
    static int octet(String text, int start) {
        if (start + 2 > text.length()) {
            return -1;
        }
        int high = Character.digit(text.charAt(start), 16);
        int low = Character.digit(text.charAt(start + 1), 16);
        return high < 0 || low < 0 ? -1 : high * 16 + low;
    }
}
