package io.postern.check.part;

import java.io.IOException;
import java.io.OutputStream;

/** Writes octet by octet, without a lock for each. For one thread. */
final class OctetSink {

    private static final int BUFFER = 16 * 1024;

    private final OutputStream out;
    private final byte[] buffer = new byte[BUFFER];
    private int filled;

    OctetSink(OutputStream out) {
        this.out = out;
    }

    void write(int octet) throws IOException {
        if (filled == BUFFER) {
            flush();
        }
        buffer[filled++] = (byte) octet;
    }

    void flush() throws IOException {
        out.write(buffer, 0, filled);
        filled = 0;
    }
}
