package io.postern.check.part;

import static io.postern.check.part.Base64Decoding.Manner.BY_LINE;
import static io.postern.check.part.Base64Decoding.Manner.JOINED;
import static io.postern.check.part.Base64Decoding.Manner.QUADS;
import static io.postern.check.part.Base64Decoding.Manner.RESTARTED;
import static io.postern.check.part.QpDecoding.Manner.LENIENT;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What stands between two lines that look like boundaries, decoded in every way that it looks fit for.
 *
 * @param from offset in the mail of its first byte
 * @param to offset behind its last one
 * @param declared what its header says of it, if there was one
 */
record LooseBody(Blob mail, long from, long to, Declared declared) {

    /** Reads what is encoded, writes what it says. */
    @FunctionalInterface
    private interface Decoder {
        void decode(InputStream in, OutputStream out) throws IOException;
    }

    private Shape shape() throws IOException {
        try (InputStream bytes = mail.open(from, to)) {
            return Shape.of(bytes, to - from);
        }
    }

    /** In what ways it is other than its header says, or so that not everybody will decode it alike. */
    Set<Ambiguity> doubts() throws IOException {
        Shape shape = shape();
        Set<Ambiguity> doubts = EnumSet.noneOf(Ambiguity.class);
        if (shape.uuencoded() || shape.yencoded()) {
            doubts.add(Ambiguity.EMBEDDED_FILE);
        }
        if (declared.base64() ? !shape.cleanBase64() : shape.looksBase64()) {
            doubts.add(Ambiguity.BASE64);
        }
        if (declared.quotedPrintable() && !declared.base64() && shape.oddQuoted()) {
            doubts.add(Ambiguity.QUOTED_PRINTABLE);
        }
        return doubts;
    }

    /** @param plainToo whether it is handed over as it is if it is not encoded */
    void decode(Unpacking unpacking, boolean plainToo) throws IOException, InterruptedException {
        Shape shape = shape();
        if (plainToo && !shape.looksBase64() && !shape.looksQuoted()) {
            piece(unpacking, from, to, InputStream::transferTo);
        }
        if (shape.looksBase64() || declared.base64()) {
            base64(shape, unpacking);
        }
        if (shape.looksQuoted() || declared.quotedPrintable()) {
            quotedPrintable(shape, unpacking);
        }
        if (shape.uuencoded() || declared.uuencode()) {
            piece(unpacking, from, to, (in, out) -> UuDecoding.decode(in, out, shape.uuencoded()));
        }
        if (shape.yencoded()) {
            piece(unpacking, from, to, YencDecoding::decode);
        }
    }

    /** There is but one way to read it if it is written as it should be. */
    private void base64(Shape shape, Unpacking unpacking) throws IOException, InterruptedException {
        piece(unpacking, from, to, JOINED::decode);
        if (!shape.oddBase64()) {
            return;
        }
        for (Base64Decoding.Manner manner : List.of(RESTARTED, QUADS, BY_LINE)) {
            piece(unpacking, from, to, manner::decode);
        }
        List<Long> cuts = shape.cuts();
        for (int i = 0; i < cuts.size(); i++) {
            long start = from + cuts.get(i);
            long end = i + 1 < cuts.size() ? from + cuts.get(i + 1) : to;
            piece(unpacking, start, end, JOINED::decode);
        }
    }

    private void quotedPrintable(Shape shape, Unpacking unpacking) throws IOException, InterruptedException {
        Set<QpDecoding.Manner> manners =
                shape.oddQuoted() ? EnumSet.allOf(QpDecoding.Manner.class) : EnumSet.of(LENIENT);
        for (QpDecoding.Manner manner : manners) {
            piece(unpacking, from, to, manner::decode);
        }
    }

    private void piece(Unpacking unpacking, long start, long end, Decoder decoder)
            throws IOException, InterruptedException {
        unpacking.piece(declared.names(), out -> {
            try (InputStream in = mail.open(start, end)) {
                decoder.decode(in, out);
            }
        });
    }
}
