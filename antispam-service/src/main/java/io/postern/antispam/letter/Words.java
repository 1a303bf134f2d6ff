package io.postern.antispam.letter;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Text cut into words: letters and digits, with dashes and apostrophes within; in lower case. */
public final class Words {

    private Words() {}

    /** The first {@code most} words. */
    public static List<String> of(String text, int most) {
        List<String> words = new ArrayList<>();
        int start = -1;
        for (int i = 0; i <= text.length() && words.size() < most; i++) {
            boolean within = i < text.length() && within(text, i, start >= 0);
            if (within && start < 0) {
                start = i;
            } else if (!within && start >= 0) {
                words.add(text.substring(start, i).toLowerCase(Locale.ROOT).replace('\u2019', '\''));
                start = -1;
            }
        }
        return words;
    }

    private static boolean within(String text, int at, boolean inWord) {
        char c = text.charAt(at);
        if (Character.isLetterOrDigit(c) || c == '$' || Character.isSurrogate(c)) {
            return true;
        }
        boolean joins = c == '\'' || c == '\u2019' || c == '-' || c == '_';
        return (joins && inWord && at + 1 < text.length() && Character.isLetterOrDigit(text.charAt(at + 1)))
                || (c == '%' && inWord);
    }
}
