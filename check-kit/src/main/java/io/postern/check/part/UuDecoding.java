package io.postern.check.part;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Decodes what the POSIX program uuencode writes, also without the line with which it begins. */
final class UuDecoding {

    private UuDecoding() {}

    /** @param fromBegin whether all before the line that begins it is passed over */
    static void decode(InputStream in, OutputStream sink, boolean fromBegin) throws IOException {
        OutputStream out = new BufferedOutputStream(sink);
        Lines lines = new Lines(in);
        boolean begun = !fromBegin;
        while (lines.next()) {
            if (!begun) {
                begun = begins(lines);
            } else if (lines.startsWith("end")) {
                break;
            } else if (lines.length() > 0) {
                line(lines, out);
            }
        }
        out.flush();
    }

    /** {@code begin 644 name}. */
    static boolean begins(Lines line) {
        return line.startsWith("begin ")
                && line.length() > 9
                && Character.isDigit(line.at(6))
                && Character.isDigit(line.at(7))
                && Character.isDigit(line.at(8));
    }

    private static void line(Lines line, OutputStream out) throws IOException {
        int left = value(line, 0);
        for (int i = 1; left > 0; i += 4) {
            int group = value(line, i) << 18 | value(line, i + 1) << 12 | value(line, i + 2) << 6 | value(line, i + 3);
            for (int shift = 16; shift >= 0 && left > 0; shift -= 8) {
                out.write(group >> shift);
                left--;
            }
        }
    }

    /** Blanks at the end of a line may have been lost on the way. */
    private static int value(Lines line, int index) {
        return index < line.length() ? line.at(index) - ' ' & 0x3f : 0;
    }
}
