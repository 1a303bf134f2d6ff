package io.postern.content;

import java.text.Normalizer;
import java.util.List;

/**
 * In what form text and phrases are compared. Always in Unicode's NFKC, which makes full-width and other styled letters plain,
 * and with every run of white space as one space; the rest is the operator's choice.
 *
 * @param foldCase whether capital and small letters are the same
 * @param accents whether letters are the same with and without accents
 * @param invisible whether characters that nobody sees are dropped: zero-width ones, soft hyphens
 * @param homoglyphs whether letters that look like Latin ones are these
 * @param markup whether a word goes on behind HTML in its middle, as a reader sees it
 */
record Folding(boolean foldCase, boolean accents, boolean invisible, boolean homoglyphs, boolean markup) {

    /** How lists look that say nothing else. */
    static final Folding USUAL = new Folding(true, false, true, false, true);

    /** How patterns look, which tell cases apart themselves. */
    Folding keepingCase() {
        return new Folding(false, accents, invisible, homoglyphs, markup);
    }

    /** @param seams offsets in the text where markup stands within a word */
    String fold(String text, List<Integer> seams) {
        return fold(markup || seams.isEmpty() ? text : torn(text, seams));
    }

    private static String torn(String text, List<Integer> seams) {
        StringBuilder torn = new StringBuilder(text.length() + seams.size());
        int start = 0;
        for (int seam : seams) {
            torn.append(text, start, seam).append(' ');
            start = seam;
        }
        return torn.append(text, start, text.length()).toString();
    }

    String fold(String text) {
        String plain = normalize(text, accents ? Normalizer.Form.NFKD : Normalizer.Form.NFKC);
        StringBuilder folded = new StringBuilder(plain.length());
        for (int i = 0; i < plain.length(); ) {
            int c = plain.codePointAt(i);
            i += Character.charCount(c);
            append(c, folded);
        }
        if (!folded.isEmpty() && folded.charAt(folded.length() - 1) == ' ') {
            folded.setLength(folded.length() - 1);
        }
        return folded.toString();
    }

    private static String normalize(String text, Normalizer.Form form) {
        return Normalizer.isNormalized(text, form) ? text : Normalizer.normalize(text, form);
    }

    private void append(int c, StringBuilder folded) {
        if (c < 0x80 && c > ' ') {
            folded.append((char) (foldCase && c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c));
        } else if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
            if (!folded.isEmpty() && folded.charAt(folded.length() - 1) != ' ') {
                folded.append(' ');
            }
        } else if (!dropped(c)) {
            int shown = homoglyphs ? Homoglyphs.latin(c) : c;
            if (foldCase && (shown == 'ß' || shown == 'ẞ')) {
                folded.append("ss");
            } else {
                // By way of upper case: it unites what lower case alone keeps apart, as the two forms of small sigma.
                folded.appendCodePoint(foldCase ? Character.toLowerCase(Character.toUpperCase(shown)) : shown);
            }
        }
    }

    private boolean dropped(int c) {
        return (invisible && Invisible.is(c)) || (accents && Character.getType(c) == Character.NON_SPACING_MARK);
    }
}
