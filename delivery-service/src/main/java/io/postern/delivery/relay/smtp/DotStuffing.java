package io.postern.delivery.relay.smtp;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Doubles the dot at the start of a line (RFC 5321 section 4.5.2). What comes in has the line ends of {@link CleanLines}. */
final class DotStuffing extends FilterOutputStream {

    private static final byte[] END = {'.', '\r', '\n'};

    private boolean lineStart = true;

    DotStuffing(OutputStream out) {
        super(out);
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        int end = from + length;
        int start = from;
        for (int i = from; i < end; i++) {
            if (lineStart && bytes[i] == '.') {
                out.write(bytes, start, i - start);
                out.write('.');
                start = i;
            }
            lineStart = bytes[i] == '\n';
        }
        out.write(bytes, start, end - start);
    }

    /** The end of the data. */
    void end() throws IOException {
        out.write(END);
    }
}
