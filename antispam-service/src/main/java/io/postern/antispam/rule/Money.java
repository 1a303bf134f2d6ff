package io.postern.antispam.rule;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Sums of money in a text. Read once from start to end: patterns for this took as long as all other rules together. */
final class Money {

    private static final String SIGNS = "$\u20ac\u00a3";
    private static final String WITHIN = ".,'";
    private static final Set<String> CURRENCIES =
            Set.of("usd", "us$", "eur", "euro", "euros", "gbp", "aed", "dollar", "dollars", "pounds");
    private static final Set<String> MILLIONS = Set.of("m", "mil", "million", "millions", "billion", "billions");

    private static final int MOST_SUMS = 20;
    private static final int MANY_DIGITS = 6;
    private static final int LONGEST_WORD = 8;

    /** Of words from "million" to the currency: "million united states dollars". */
    private static final int NEAR = 4;

    private final String text;
    private int at;
    private int sums;
    private boolean large;

    private Money(String text) {
        this.text = text;
        while (at < text.length() && sums < MOST_SUMS) {
            if (isDigit(at)) {
                number();
            } else {
                at++;
            }
        }
    }

    static int sums(String text) {
        return new Money(text).sums;
    }

    /** Of 100,000 and more, or in words. */
    static boolean large(String text, List<String> words) {
        return new Money(text).large || spelled(words);
    }

    private static boolean spelled(List<String> words) {
        for (int i = 0; i < words.size(); i++) {
            if (words.get(i).length() > 2 && MILLIONS.contains(words.get(i))) {
                List<String> next = words.subList(i + 1, Math.min(words.size(), i + 1 + NEAR));
                if (next.stream().anyMatch(CURRENCIES::contains)) {
                    return true;
                }
            }
        }
        return false;
    }

    private void number() {
        int start = at;
        int digits = 0;
        while (at < text.length() && (isDigit(at) || (WITHIN.indexOf(text.charAt(at)) >= 0 && isDigit(at + 1)))) {
            digits += isDigit(at) ? 1 : 0;
            at++;
        }
        boolean cents = at - start > 3 && WITHIN.indexOf(text.charAt(at - 3)) >= 0;
        String behind = wordFrom(skipBlank(at));
        boolean million = MILLIONS.contains(behind);
        if (currencyBefore(start) || CURRENCIES.contains(behind) || signAt(skipBlank(at))) {
            sums++;
            large |= million || digits - (cents ? 2 : 0) >= MANY_DIGITS;
        }
    }

    private boolean currencyBefore(int start) {
        int end = start > 0 && text.charAt(start - 1) == ' ' ? start - 1 : start;
        if (end > 0 && signAt(end - 1)) {
            return true;
        }
        int from = end;
        while (from > 0 && end - from < LONGEST_WORD && Character.isLetter(text.charAt(from - 1))) {
            from--;
        }
        return CURRENCIES.contains(text.substring(from, end).toLowerCase(Locale.ROOT));
    }

    private int skipBlank(int from) {
        return from < text.length() && text.charAt(from) == ' ' ? from + 1 : from;
    }

    private String wordFrom(int from) {
        int end = from;
        while (end < text.length() && end - from < LONGEST_WORD && Character.isLetter(text.charAt(end))) {
            end++;
        }
        return text.substring(from, end).toLowerCase(Locale.ROOT);
    }

    private boolean signAt(int place) {
        return place < text.length() && SIGNS.indexOf(text.charAt(place)) >= 0;
    }

    private boolean isDigit(int place) {
        return place < text.length() && text.charAt(place) >= '0' && text.charAt(place) <= '9';
    }
}
