package io.postern.check.part;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;

/** Decodes what may be base64 (RFC 4648). Characters that are not in its alphabet are passed over. */
final class Base64Decoding {

    /** What programs make of base64 with padding where none should be, or with lines of odd length. */
    enum Manner {
        /** Padding is passed over. */
        JOINED,
        /** Padding ends a stretch; the next character begins another. */
        RESTARTED,
        /** Four characters are a unit, wherever among them the padding is. */
        QUADS,
        /** What does not make a unit at a line's end is dropped. */
        BY_LINE;

        void decode(InputStream in, OutputStream out) throws IOException {
            new Base64Decoding(this, new OctetSink(out)).decode(in);
        }
    }

    static final int NONE = -1;

    private static final byte[] VALUES = values();

    private final Manner manner;
    private final OctetSink out;
    private int group;
    private int letters;
    private int pads;

    private Base64Decoding(Manner manner, OctetSink out) {
        this.manner = manner;
        this.out = out;
    }

    private static byte[] values() {
        byte[] values = new byte[256];
        Arrays.fill(values, (byte) NONE);
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        for (int i = 0; i < alphabet.length(); i++) {
            values[alphabet.charAt(i)] = (byte) i;
        }
        return values;
    }

    /** What a character stands for, or {@link #NONE}. */
    static int value(int character) {
        return VALUES[character];
    }

    private void decode(InputStream encoded) throws IOException {
        OctetSource in = new OctetSource(encoded);
        for (int c = in.read(); c >= 0; c = in.read()) {
            int value = value(c);
            if (value != NONE) {
                letter(value);
            } else if (c == '=') {
                padding();
            } else if (c == '\n' && manner == Manner.BY_LINE) {
                drop();
            }
        }
        flush();
        out.flush();
    }

    private void letter(int value) throws IOException {
        group = group << 6 | value;
        letters++;
        if (letters + pads == 4) {
            flush();
        }
    }

    private void padding() throws IOException {
        switch (manner) {
            case JOINED -> {}
            case RESTARTED, BY_LINE -> flush();
            case QUADS -> {
                pads++;
                if (letters + pads == 4) {
                    flush();
                }
            }
        }
    }

    private void drop() {
        group = 0;
        letters = 0;
        pads = 0;
    }

    /** Writes the whole bytes of a unit, complete or not. */
    private void flush() throws IOException {
        int bits = letters * 6;
        for (int shift = bits - 8; shift >= 0; shift -= 8) {
            out.write(group >> shift);
        }
        drop();
    }
}
