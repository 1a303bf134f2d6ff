package io.postern.check.part;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;

/** Reads lines, however long, in a fixed space: of each where it lies, and how it begins. */
final class Lines {

    private static final int BUFFER = 16 * 1024;
    private static final int KEPT = 1024;

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER];
    private final byte[] kept = new byte[KEPT];
    private int filled;
    private int at;
    private long position;
    private long start;
    private long end;
    private int length;

    Lines(InputStream in) {
        this.in = in;
    }

    /** Goes to the next line, if there is one. */
    boolean next() throws IOException {
        start = position;
        length = 0;
        int last = -1;
        for (int octet = read(); octet >= 0; octet = read()) {
            if (octet == '\n') {
                end = position - (last == '\r' ? 2 : 1);
                length = (int) Math.min(length, end - start);
                return true;
            }
            if (length < KEPT) {
                kept[length++] = (byte) octet;
            }
            last = octet;
        }
        end = position;
        return position > start;
    }

    private int read() throws IOException {
        if (at == filled) {
            filled = Math.max(in.read(buffer, 0, BUFFER), 0);
            at = 0;
            if (filled == 0) {
                return -1;
            }
        }
        position++;
        return buffer[at++] & 0xff;
    }

    /** Offset of the line's first byte. */
    long start() {
        return start;
    }

    /** Offset behind the line's last byte, its line break not counted. */
    long end() {
        return end;
    }

    /** Offset behind the line break. */
    long after() {
        return position;
    }

    /** Whether there is nothing on it. */
    boolean empty() {
        return end == start;
    }

    /** How many bytes of it are at hand: all, or as many as there is room for. */
    int length() {
        return length;
    }

    /** One of the bytes at hand. */
    int at(int index) {
        return kept[index] & 0xff;
    }

    /** The bytes at hand as Latin-1. */
    String text() {
        return new String(kept, 0, length, ISO_8859_1);
    }

    boolean startsWith(String beginning) {
        if (length < beginning.length()) {
            return false;
        }
        for (int i = 0; i < beginning.length(); i++) {
            if (kept[i] != beginning.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
