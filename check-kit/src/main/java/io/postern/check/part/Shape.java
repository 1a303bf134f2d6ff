package io.postern.check.part;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What a piece of text looks like, by its characters alone: which encoding it may be in, and whether it is a clean one. */
final class Shape {

    private static final int BUFFER = 16 * 1024;
    private static final int HEAD = 12;

    /** More of them are a pattern, which other ways of decoding are for. */
    private static final int MOST_CUTS = 5;

    /** Of so many characters one may be none of base64. */
    private static final int STRAY = 20;

    private static final int FEWEST_LETTERS = 16;
    private static final int FEWEST_OCTETS = 3;

    private static final Pattern UUENCODED = Pattern.compile("begin \\d{3,4} ");

    private final List<Long> cuts = new ArrayList<>(List.of(0L));
    private final StringBuilder lineHead = new StringBuilder(HEAD);
    private long position;

    private long letters;
    private long strays;
    private long blanksWithin;
    private boolean odd;
    private long lineLetters;
    private boolean padded;
    private boolean lineOdd;
    private boolean lineBlank = true;
    private boolean blankBefore;
    private boolean emptyBefore;

    private long octets;
    private long oddQuotes;
    private int sinceQuote = -1;

    private boolean uuencoded;
    private boolean yencoded;

    private Shape() {}

    /** @param length how many there are */
    static Shape of(InputStream bytes, long length) throws IOException {
        Shape shape = new Shape();
        byte[] buffer = new byte[Math.clamp(length, 1, BUFFER)];
        for (int read = bytes.read(buffer); read > 0; read = bytes.read(buffer)) {
            for (int i = 0; i < read; i++) {
                shape.take(buffer[i] & 0xff);
                shape.position++;
            }
        }
        shape.lookAtHead();
        return shape;
    }

    /** Whether nearly all of it is in the alphabet of base64, without blanks between words. */
    boolean looksBase64() {
        return letters >= FEWEST_LETTERS && strays * STRAY <= letters && blanksWithin * STRAY <= letters;
    }

    /** Whether it is base64 that everybody decodes alike; there may be little of it, or nothing. */
    boolean cleanBase64() {
        return !oddBase64() && (looksBase64() || (letters < FEWEST_LETTERS && blanksWithin == 0));
    }

    /** Whether programs may differ in what they make of it. */
    boolean oddBase64() {
        return odd || strays > 0;
    }

    /** Offsets at which base64 may begin anew: behind padding, behind empty lines. None if there are many. */
    List<Long> cuts() {
        return cuts.size() > 1 && cuts.size() <= MOST_CUTS ? List.copyOf(cuts) : List.of();
    }

    /** Whether some octets are written as in quoted-printable, and it is not base64 with an equals sign here and there. */
    boolean looksQuoted() {
        return octets >= FEWEST_OCTETS && (!looksBase64() || octets * STRAY > letters);
    }

    /** Whether an equals sign means nothing in quoted-printable, or not the same to everybody. */
    boolean oddQuoted() {
        return oddQuotes > 0;
    }

    /** Whether a line begins a uuencoded file. */
    boolean uuencoded() {
        return uuencoded;
    }

    /** Whether a line begins a file in yEnc. */
    boolean yencoded() {
        return yencoded;
    }

    private void take(int c) {
        quoted(c);
        if (c == '\n') {
            lineBreak();
            return;
        }
        if (lineHead.length() < HEAD) {
            lineHead.append((char) c);
        }
        lineBlank &= c == ' ' || c == '\t' || c == '\r';
        if (Base64Decoding.value(c) != Base64Decoding.NONE) {
            letter();
        } else if (c == '=') {
            padded = true;
        } else if (c == ' ' || c == '\t') {
            blankBefore = true;
        } else if (c != '\r') {
            strays++;
        }
    }

    private void letter() {
        if (padded || (emptyBefore && letters > 0)) {
            odd = true;
            if (cuts.size() <= MOST_CUTS) {
                cuts.add(position);
            }
        }
        if (blankBefore && lineLetters > 0) {
            blanksWithin++;
        }
        odd |= lineOdd;
        padded = false;
        emptyBefore = false;
        blankBefore = false;
        lineOdd = false;
        letters++;
        lineLetters++;
    }

    private void lineBreak() {
        lookAtHead();
        emptyBefore |= lineBlank;
        lineBlank = true;
        lineOdd |= lineLetters % 4 != 0 && !padded;
        lineHead.setLength(0);
        lineLetters = 0;
        blankBefore = false;
    }

    private void lookAtHead() {
        if (lineHead.isEmpty()) {
            return;
        }
        uuencoded |= lineHead.charAt(0) == 'b' && UUENCODED.matcher(lineHead).lookingAt();
        yencoded |= lineHead.charAt(0) == '=' && lineHead.indexOf(YencDecoding.BEGIN) == 0;
    }

    /** Counts {@code =XX}; at the end of a line a sole equals sign is as it should be. */
    private void quoted(int c) {
        if (sinceQuote >= 0) {
            sinceQuote = afterQuote(c);
        }
        if (c == '=') {
            sinceQuote = 0;
        }
    }

    /** How far into a quoted octet this character is, -1 if there is none (any more). */
    private int afterQuote(int c) {
        boolean upper = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F');
        if (upper && sinceQuote == 1) {
            octets++;
            return -1;
        }
        if (upper) {
            return 1;
        }
        if (sinceQuote == 1 || (c != '\r' && c != '\n')) {
            oddQuotes++;
        }
        return -1;
    }
}
