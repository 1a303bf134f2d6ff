package io.postern.content;

import com.ibm.icu.text.SpoofChecker;

/** Letters of other scripts that look like Latin ones, as Unicode lists them (UTS 39). */
final class Homoglyphs {

    private static final char FIRST = 0x80;
    private static final char[] LATIN = table();

    private Homoglyphs() {}

    /** The Latin letter or the digit that a character looks like; the character itself if there is none. */
    static int latin(int c) {
        return c < FIRST || c >= LATIN.length ? c : LATIN[c];
    }

    private static char[] table() {
        SpoofChecker unicode = new SpoofChecker.Builder().build();
        char[] table = new char[Character.MAX_VALUE + 1];
        for (int c = FIRST; c < table.length; c++) {
            table[c] = (char) c;
            if (Character.isLetterOrDigit(c) && Character.UnicodeScript.of(c) != Character.UnicodeScript.HAN) {
                String prototype = unicode.getSkeleton(Character.toString(c));
                if (prototype.length() == 1 && isPlain(prototype.charAt(0))) {
                    table[c] = plain((char) c, prototype.charAt(0));
                }
            }
        }
        return table;
    }

    private static boolean isPlain(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    /** For Unicode a capital I looks like a small l; a reader of words takes it for what it is. */
    private static char plain(char c, char prototype) {
        return prototype == 'l' && Character.isUpperCase(c) ? 'I' : prototype;
    }
}
