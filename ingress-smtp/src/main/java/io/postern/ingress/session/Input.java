package io.postern.ingress.session;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What has come from the client and is not yet used. Whoever reads the socket pauses it while the session waits. */
final class Input {

    /** How a command line ended. */
    enum Fault {
        NONE,
        TOO_LONG,
        BARE_LF
    }

    /** @param text one character a byte, so that nothing is lost or guessed */
    record Line(String text, Fault fault) {}

    private byte[] bytes = new byte[0];
    private int from;
    private int to;
    private boolean skipping;

    void append(byte[] more) {
        if (from == to) {
            bytes = more;
            from = 0;
            to = more.length;
            return;
        }
        byte[] joined = Arrays.copyOfRange(bytes, from, to + more.length);
        System.arraycopy(more, 0, joined, to - from, more.length);
        to = joined.length;
        from = 0;
        bytes = joined;
    }

    boolean isEmpty() {
        return from == to;
    }

    /** Lets the reader take data, and drops what it took. */
    void feed(DataReader reader) {
        from += reader.read(bytes, from, to);
    }

    /**
     * The next command line.
     *
     * @param max the longest allowed, with CRLF; the rest of a longer line is skipped, however long
     * @return {@code null} if none is complete
     */
    @Nullable
    Line nextLine(int max) {
        for (int at = from; at < to; at++) {
            if (bytes[at] == '\n') {
                return take(at, max);
            }
        }
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
        boolean bare = !crlf && !skipping;
        skipping = false;
        return new Line(text, tooLong ? Fault.TOO_LONG : bare ? Fault.BARE_LF : Fault.NONE);
    }
}
