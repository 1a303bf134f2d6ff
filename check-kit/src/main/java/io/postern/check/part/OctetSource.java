package io.postern.check.part;

import java.io.IOException;
import java.io.InputStream;

/** Reads octet by octet, without a lock for each, and takes some back. For one thread. */
final class OctetSource {

    /** How many octets can be taken back at any time. */
    static final int TAKEN_BACK = 256;

    private static final int BUFFER = 16 * 1024;

    private final InputStream in;
    private final byte[] buffer = new byte[TAKEN_BACK + BUFFER];
    private int at = TAKEN_BACK;
    private int end = TAKEN_BACK;

    OctetSource(InputStream in) {
        this.in = in;
    }

    /** The next one, -1 if there is none. */
    int read() throws IOException {
        if (at == end && !fill()) {
            return -1;
        }
        return buffer[at++] & 0xff;
    }

    private boolean fill() throws IOException {
        int read = in.read(buffer, TAKEN_BACK, BUFFER);
        at = TAKEN_BACK;
        end = TAKEN_BACK + Math.max(read, 0);
        return read > 0;
    }

    /** As many as there are, up to {@code length}. */
    int read(byte[] into, int length) throws IOException {
        int count = 0;
        for (int octet = 0; count < length && octet >= 0; ) {
            octet = read();
            if (octet >= 0) {
                into[count++] = (byte) octet;
            }
        }
        return count;
    }

    /** Takes back what was read last. */
    void unread(int octet) {
        buffer[--at] = (byte) octet;
    }

    /** Takes back what was read last, so that it comes in the same order. */
    void unread(byte[] octets, int length) {
        for (int i = length - 1; i >= 0; i--) {
            unread(octets[i]);
        }
    }
}
