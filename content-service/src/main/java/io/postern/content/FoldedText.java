package io.postern.content;

import java.text.Normalizer;

/**
 * The form in which text and phrases are compared: Unicode NFKC, which makes full-width and other styled letters plain;
 * case folded; every run of white space one space; invisible format characters (zero-width space, soft hyphen) dropped.
 */
final class FoldedText {

    private FoldedText() {}

    static String of(String text) {
        String plain = Normalizer.isNormalized(text, Normalizer.Form.NFKC)
                ? text
                : Normalizer.normalize(text, Normalizer.Form.NFKC);
        StringBuilder folded = new StringBuilder(plain.length());
        boolean space = true; // so that none is at the start
        for (int i = 0; i < plain.length(); ) {
            int c = plain.codePointAt(i);
            i += Character.charCount(c);
            if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
                if (!space) {
                    folded.append(' ');
                }
                space = true;
            } else if (c == 'ß' || c == 'ẞ') {
                folded.append("ss");
                space = false;
            } else if (Character.getType(c) != Character.FORMAT) {
                // By way of upper case: it unites what lower case alone keeps apart, as the two forms of small sigma.
                folded.appendCodePoint(Character.toLowerCase(Character.toUpperCase(c)));
                space = false;
            }
        }
        if (space && !folded.isEmpty()) {
            folded.setLength(folded.length() - 1);
        }
        return folded.toString();
    }
}
