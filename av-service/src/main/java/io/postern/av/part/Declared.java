package io.postern.av.part;

import java.util.Locale;

/** The encodings that a header mentions, wherever and however it does. */
final class Declared {

    private boolean base64;
    private boolean quotedPrintable;
    private boolean uuencode;

    void note(String headerLine) {
        String line = headerLine.toLowerCase(Locale.ROOT);
        base64 |= line.contains("base64");
        quotedPrintable |= line.contains("quoted-printable");
        uuencode |= line.contains("uue") || line.contains("uuencode");
    }

    boolean base64() {
        return base64;
    }

    boolean quotedPrintable() {
        return quotedPrintable;
    }

    boolean uuencode() {
        return uuencode;
    }
}
