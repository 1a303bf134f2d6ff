package io.postern.delivery.relay.smtp;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Passes bytes on, but makes a CRLF of each CR and each LF that stands alone (RFC 5321 section 2.3.8), and of the end of a
 * last line that has none. A server that takes {@code LF.LF} or {@code CR.CR} for the end of the data would read the rest
 * of the mail as commands of ours; so they never leave.
 */
final class CleanLines extends FilterOutputStream {

    private static final byte[] CRLF = {'\r', '\n'};

    private boolean afterCr;
    private boolean lineOpen;
    private long taken;

    CleanLines(OutputStream out) {
        super(out);
    }

    /** Bytes that came in. */
    long taken() {
        return taken;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        int end = from + length;
        int start = from; // of what is not passed on yet; a CR is held back until it is known what follows
        for (int i = from; i < end; i++) {
            byte b = bytes[i];
            if (b == '\n') {
                if (!afterCr || i == start) { // else it is a CRLF, and lies here whole
                    pass(bytes, start, i);
                    out.write(CRLF);
                    start = i + 1;
                }
                lineOpen = false;
                afterCr = false;
            } else if (afterCr) {
                pass(bytes, start, i - 1);
                out.write(CRLF);
                start = i;
                lineOpen = b != '\r';
                afterCr = b == '\r';
            } else {
                afterCr = b == '\r';
                lineOpen |= !afterCr;
            }
        }
        pass(bytes, start, afterCr ? end - 1 : end);
        taken += length;
    }

    /** The CR that is held back may lie in the bytes before these: then there is nothing to pass. */
    private void pass(byte[] bytes, int start, int end) throws IOException {
        if (end > start) {
            out.write(bytes, start, end - start);
        }
    }

    /** Goes out when there is enough of it, or no more. */
    @Override
    public void flush() {}

    /** Whoever writes here does not own what lies behind. */
    @Override
    public void close() {}

    /** Ends the last line. */
    void end() throws IOException {
        if (afterCr || lineOpen) {
            out.write(CRLF);
        }
        afterCr = false;
        lineOpen = false;
    }
}
