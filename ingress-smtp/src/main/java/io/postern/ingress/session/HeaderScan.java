package io.postern.ingress.session;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Locale;

/** Looks for a few fields while the header goes by, a line at a time and without keeping it. */
final class HeaderScan {

    private static final int LONGEST = "Message-ID:".length();

    private final byte[] start = new byte[LONGEST];
    private int length;
    private boolean over;
    private int received;
    private boolean date;
    private boolean messageId;

    /** Text of the line at hand. */
    void text(byte[] bytes, int from, int to) {
        if (!over && length < LONGEST) {
            int taken = Math.min(to - from, LONGEST - length);
            System.arraycopy(bytes, from, start, length, taken);
            length += taken;
        }
    }

    /** The line at hand is complete. */
    void lineEnd() {
        if (over) {
            return;
        }
        if (length == 0) {
            over = true;
            return;
        }
        String line = new String(start, 0, length, US_ASCII).toLowerCase(Locale.ROOT);
        if (line.startsWith("received:")) {
            received++;
        }
        date |= line.startsWith("date:");
        messageId |= line.startsWith("message-id:");
        length = 0;
    }

    /** How many Received fields there are. */
    int received() {
        return received;
    }

    /** What it has to have and lacks. */
    Effect.Missing missing() {
        return new Effect.Missing(!date, !messageId);
    }
}
