package io.postern.check.part;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Decodes yEnc, which newsreaders and some mail programs know. */
final class YencDecoding {

    static final String BEGIN = "=ybegin ";

    private static final int SHIFT = 42;
    private static final int ESCAPED = 64;

    private YencDecoding() {}

    static void decode(InputStream in, OutputStream sink) throws IOException {
        OutputStream out = new BufferedOutputStream(sink);
        Lines lines = new Lines(in);
        boolean begun = false;
        while (lines.next() && !(begun && lines.startsWith("=yend"))) {
            if (begun && !lines.startsWith("=ypart")) {
                line(lines, out);
            }
            begun |= lines.startsWith(BEGIN);
        }
        out.flush();
    }

    private static void line(Lines line, OutputStream out) throws IOException {
        for (int i = 0; i < line.length(); i++) {
            int c = line.at(i);
            if (c == '=' && i + 1 < line.length()) {
                c = line.at(++i) - ESCAPED;
            }
            out.write(c - SHIFT);
        }
    }
}
