package io.postern.ingress.session;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What has come from the client and is not yet used. Whoever reads the socket pauses it while the session waits. */
final class Input {

    /** What is wrong with a command line. */
    enum Fault {
        NONE,
        TOO_LONG,
        BARE_LF,
        BARE_CR
    }

    /** @param text one character a byte, so that nothing is lost or guessed */
    record Line(String text, Fault fault) {}

    private byte[] bytes = new byte[0];
    private int from;
    private int to;
    private int searched;
    private boolean skipping;

    void append(byte[] more) {
        if (from == to) {
            bytes = more;
            from = 0;
            to = more.length;
            searched = 0;
            return;
        }
        byte[] joined = Arrays.copyOfRange(bytes, from, to + more.length);
        System.arraycopy(more, 0, joined, to - from, more.length);
        to = joined.length;
        searched -= from;
        from = 0;
        bytes = joined;
    }

    boolean isEmpty() {
        return from == to;
    }

    /** Whether it begins with this word, in whatever case. */
    boolean begins(String word) {
        return to - from >= word.length() && new String(bytes, from, word.length(), ISO_8859_1).equalsIgnoreCase(word);
    }

    /** Forgets all. */
    void clear() {
        from = to;
        skipping = false;
    }

    /** Lets the reader take data, at most so many bytes, and drops what it took. */
    int feed(DataReader reader, long max) {
        int end = (int) Math.min(to, from + max);
        int taken = reader.read(bytes, from, end);
        from += taken;
        searched = from;
        return taken;
    }

    /** Drops at most so many bytes. */
    int skip(long max) {
        int skipped = (int) Math.min(to - from, max);
        from += skipped;
        searched = from;
        return skipped;
    }

    /**
     * The next command line.
     *
     * @param max the longest allowed, with CRLF; the rest of a longer line is skipped, however long
     * @return {@code null} if none is complete
     */
    @Nullable
    Line nextLine(int max) {
        for (int at = Math.max(from, searched); at < to; at++) {
            if (bytes[at] == '\n') {
                return take(at, max);
            }
        }
        searched = to;
        if (to - from > max) {
            skipping = true;
            from = to;
        }
        return null;
    }

    private Line take(int lineFeed, int max) {
        boolean crlf = lineFeed > from && bytes[lineFeed - 1] == '\r';
        int length = lineFeed - from - (crlf ? 1 : 0);
        boolean tooLong = skipping || lineFeed + 1 - from > max;
        String text = tooLong ? "" : new String(bytes, from, length, ISO_8859_1);
        from = lineFeed + 1;
        searched = from;
        skipping = false;
        return new Line(text, fault(tooLong, crlf, text));
    }

    private static Fault fault(boolean tooLong, boolean crlf, String text) {
        if (tooLong) {
            return Fault.TOO_LONG;
        }
        if (!crlf) {
            return Fault.BARE_LF;
        }
        return text.indexOf('\r') < 0 ? Fault.NONE : Fault.BARE_CR;
    }
}
