package io.postern.antispam.rule;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;

/** Sums of money in a text. */
final class Money {

    private static final int MOST_TEXT = 16 * 1024;
    private static final int MOST_SUMS = 20;
    private static final int MANY_DIGITS = 6;

    private static final String CURRENCY = "(?:us|usd|eur|gbp|aed|cad)? ?[$\u20ac\u00a3]|\\b(?:usd|eur|euros?|gbp|dollars?|pounds?)\\b";
    private static final String NUMBER = "[0-9][0-9.,' ]*";

    private static final Pattern SUM =
            Pattern.compile("(?i)(?:" + CURRENCY + ") ?(" + NUMBER + ")|(" + NUMBER + ")(?:" + CURRENCY + ")");

    /** Spelled out, or shortened: 4.5 million dollars, $18.5m, million united states dollars. */
    private static final Pattern MILLIONS = Pattern.compile("(?i)(?:" + CURRENCY + ") ?[0-9.,]+ ?(?:m\\b|mil\\b|millions?|billions?)"
            + "|\\b(?:millions?|billions?|thousand)[^a-z0-9]{0,3}(?:(?:united|states|us|u\\.s\\.?|american|great|british|of) ){0,3}(?:" + CURRENCY + ")");

    private Money() {}

    static int sums(String text) {
        Matcher sum = SUM.matcher(beginning(text));
        int count = 0;
        while (count < MOST_SUMS && sum.find()) {
            count++;
        }
        return count;
    }

    static boolean large(String text) {
        String beginning = beginning(text);
        Matcher sum = SUM.matcher(beginning);
        for (int i = 0; i < MOST_SUMS && sum.find(); i++) {
            if (whole(sum.group(1) == null ? sum.group(2) : sum.group(1)) >= MANY_DIGITS) {
                return true;
            }
        }
        return MILLIONS.matcher(beginning).find();
    }

    /** The digits in front of the cents. */
    private static long whole(String number) {
        return number.strip().replaceFirst("[.,][0-9]{2}$", "").chars().filter(Character::isDigit).count();
    }

    private static String beginning(String text) {
        return text.substring(0, Math.min(MOST_TEXT, text.length()));
    }
}
