package io.postern.check.part;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Decodes quoted-printable (RFC 2045 section 6.7), also where it is malformed. */
final class QpDecoding {

    /** What programs make of equals signs that mean nothing. */
    enum Manner {
        /** They stand for themselves. */
        LENIENT,
        /** The same, with line breaks as a program on Unix has them. */
        LENIENT_ON_UNIX,
        /** They are dropped with what was to be their octet; digits in lower case are none. On Unix. */
        DROPPING;

        void decode(InputStream in, OutputStream out) throws IOException {
            new QpDecoding(this, in, out).decode();
        }
    }

    private final Manner manner;
    private final OctetSource in;
    private final OctetSink out;

    private QpDecoding(Manner manner, InputStream in, OutputStream out) {
        this.manner = manner;
        this.in = new OctetSource(in);
        this.out = new OctetSink(out);
    }

    private void decode() throws IOException {
        for (int c = in.read(); c >= 0; c = in.read()) {
            if (c == '=') {
                quoted();
            } else if (c != '\r' || manner == Manner.LENIENT || !lineEnds()) {
                out.write(c);
            }
        }
        out.flush();
    }

    private boolean lineEnds() throws IOException {
        int next = in.read();
        if (next >= 0) {
            in.unread(next);
        }
        return next == '\n';
    }

    private void quoted() throws IOException {
        byte[] ahead = new byte[2];
        int count = in.read(ahead, 2);
        int octet = count == 2 ? octet(ahead[0], ahead[1]) : -1;
        if (octet >= 0) {
            out.write(octet);
            return;
        }
        in.unread(ahead, count);
        if (softBreak()) {
            return;
        }
        if (manner == Manner.DROPPING) {
            drop();
        } else {
            out.write('=');
        }
    }

    /** The value of two hexadecimal digits; strict readers take those in lower case for none. */
    private int octet(byte high, byte low) {
        if (manner == Manner.DROPPING && (Character.isLowerCase(high) || Character.isLowerCase(low))) {
            return -1;
        }
        int value = Character.digit(high, 16) * 16 + Character.digit(low, 16);
        return Character.digit(high, 16) < 0 || Character.digit(low, 16) < 0 ? -1 : value;
    }

    /** Takes white space up to the end of the line, if nothing else is there. */
    private boolean softBreak() throws IOException {
        byte[] blanks = new byte[OctetSource.TAKEN_BACK - 1];
        int count = 0;
        int c = in.read();
        while ((c == ' ' || c == '\t' || c == '\r') && count < blanks.length) {
            blanks[count++] = (byte) c;
            c = in.read();
        }
        if (c == '\n' || c < 0) {
            return true;
        }
        in.unread(c);
        in.unread(blanks, count);
        return false;
    }

    private void drop() throws IOException {
        for (int i = 0; i < 2; i++) {
            int c = in.read();
            if (c == '=' || c == '\n') {
                in.unread(c);
                return;
            }
        }
    }
}
