package io.postern.content;

import java.lang.Character.UnicodeScript;
import java.util.EnumSet;
import java.util.Set;

/** Where words begin and end. */
final class WordBoundary {

    /** Scripts that write words without spaces between: any place there may be a boundary. */
    private static final Set<UnicodeScript> UNSPACED = EnumSet.of(
            UnicodeScript.HAN,
            UnicodeScript.HIRAGANA,
            UnicodeScript.KATAKANA,
            UnicodeScript.THAI,
            UnicodeScript.LAO,
            UnicodeScript.KHMER,
            UnicodeScript.MYANMAR);

    private WordBoundary() {}

    /** Whether {@code text} has whole words from {@code start} to {@code end}. */
    static boolean at(String text, int start, int end) {
        return isBoundary(text, start) && isBoundary(text, end);
    }

    private static boolean isBoundary(String text, int index) {
        return index == 0
                || index == text.length()
                || !joins(text.codePointBefore(index))
                || !joins(text.codePointAt(index));
    }

    private static boolean joins(int c) {
        if (c < 0x80) {
            return Character.isLetterOrDigit(c);
        }
        return (Character.isLetterOrDigit(c) || Character.getType(c) == Character.NON_SPACING_MARK)
                && !UNSPACED.contains(UnicodeScript.of(c));
    }
}
