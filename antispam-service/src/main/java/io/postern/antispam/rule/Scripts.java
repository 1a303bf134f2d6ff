package io.postern.antispam.rule;

import java.lang.Character.UnicodeScript;
import java.util.Set;

/** Games with characters: letters that look like others, and characters that nobody sees. */
final class Scripts {

    /** Those that have letters which look Latin. */
    private static final Set<UnicodeScript> LOOKALIKES =
            Set.of(UnicodeScript.CYRILLIC, UnicodeScript.GREEK, UnicodeScript.ARMENIAN, UnicodeScript.CHEROKEE);

    private Scripts() {}

    /** How many words have both Latin letters and such as look like them. */
    static int mixed(String text) {
        int words = 0;
        boolean latin = false;
        boolean lookalike = false;
        for (int i = 0; i <= text.length(); i++) {
            char c = i < text.length() ? text.charAt(i) : ' ';
            if (Character.isLetter(c)) {
                latin |= c < 0x250;
                lookalike |= c >= 0x370 && LOOKALIKES.contains(UnicodeScript.of(c));
            } else if (latin || lookalike) {
                words += latin && lookalike ? 1 : 0;
                latin = false;
                lookalike = false;
            }
        }
        return words;
    }

    /** How many characters of no width stand between Latin letters, where no script needs them. */
    static int invisible(String text) {
        int count = 0;
        for (int i = 1; i < text.length() - 1; i++) {
            if (isInvisible(text.charAt(i)) && latin(text.charAt(i - 1)) && latin(text.charAt(i + 1))) {
                count++;
            }
        }
        return count;
    }

    private static boolean isInvisible(char c) {
        return c == '\u00ad' || (c >= '\u200b' && c <= '\u200f') || (c >= '\u2060' && c <= '\u2064') || c == '\ufeff';
    }

    private static boolean latin(char c) {
        return Character.isLetter(c) && c < 0x250;
    }

    /** Letters of the mathematical and enclosed alphabets, with which words are drawn. */
    static int drawn(String text) {
        int count = 0;
        for (int i = 0; i < text.length(); i++) {
            int c = text.codePointAt(i);
            if (c >= 0x24b6 && isDrawn(c)) {
                count++;
            }
        }
        return count;
    }

    private static boolean isDrawn(int c) {
        return (c >= 0x1d400 && c <= 0x1d7ff)
                || (c >= 0x24b6 && c <= 0x24e9)
                || (c >= 0xff21 && c <= 0xff5a)
                || (c >= 0x1f130 && c <= 0x1f189);
    }
}
