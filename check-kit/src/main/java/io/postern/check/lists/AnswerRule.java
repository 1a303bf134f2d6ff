package io.postern.check.lists;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What some of a list's answers weigh.
 *
 * @param octets the values that each of the four octets may have
 * @param weight of a listing with such an answer, 0 or more
 */
public record AnswerRule(List<BitSet> octets, double weight) {

    private static final int OCTETS = 4;
    private static final int VALUES = 256;

    /** An octet: {@code 2}, {@code [2..11]}, {@code [2;4..7]}, {@code &4}. */
    private static final Pattern OCTET = Pattern.compile("(\\d{1,3})|\\[([\\d;.]+)]|&(\\d{1,3})");

    private static final Pattern RANGE = Pattern.compile("(\\d{1,3})(?:\\.\\.(\\d{1,3}))?");

    /**
     * Reads a pattern: four octets with dots between, each a number, a set of numbers and ranges as Postfix writes them
     * ({@code [2;4..7]}), or {@code &N} for all values that have the bits of {@code N}.
     *
     * @throws IllegalArgumentException if it is none
     */
    static AnswerRule parse(String pattern, double weight) {
        List<BitSet> octets = new ArrayList<>(OCTETS);
        Matcher octet = OCTET.matcher(pattern);
        int at = 0;
        while (octets.size() < OCTETS && octet.find(at) && octet.start() == at) {
            octets.add(values(pattern, octet));
            at = octet.end();
            if (octets.size() < OCTETS && at < pattern.length() && pattern.charAt(at) == '.') {
                at++;
            }
        }
        if (octets.size() < OCTETS || at < pattern.length()) {
            throw new IllegalArgumentException(
                    "not an answer such as 127.0.0.2, 127.0.0.[2..11] or 127.0.0.&4: " + pattern);
        }
        return new AnswerRule(octets, weight);
    }

    private static BitSet values(String pattern, Matcher octet) {
        BitSet values = new BitSet(VALUES);
        if (octet.group(1) != null) {
            values.set(value(pattern, octet.group(1)));
        } else if (octet.group(2) != null) {
            for (String range : octet.group(2).split(";", -1)) {
                addRange(pattern, range, values);
            }
        } else {
            int bits = value(pattern, octet.group(3));
            for (int i = 0; i < VALUES; i++) {
                values.set(i, bits != 0 && (i & bits) == bits);
            }
        }
        return values;
    }

    private static void addRange(String pattern, String text, BitSet values) {
        Matcher range = RANGE.matcher(text);
        if (!range.matches()) {
            throw new IllegalArgumentException("not a range such as 2..11: " + text + " in " + pattern);
        }
        int from = value(pattern, range.group(1));
        int to = range.group(2) == null ? from : value(pattern, range.group(2));
        if (to < from) {
            throw new IllegalArgumentException("not a range such as 2..11: " + text + " in " + pattern);
        }
        values.set(from, to + 1);
    }

    private static int value(String pattern, String digits) {
        int value = Integer.parseInt(digits);
        if (value >= VALUES) {
            throw new IllegalArgumentException("not an octet: " + digits + " in " + pattern);
        }
        return value;
    }

    /** @param answer four octets */
    boolean matches(byte[] answer) {
        for (int i = 0; i < OCTETS; i++) {
            if (!octets.get(i).get(answer[i] & 0xff)) {
                return false;
            }
        }
        return true;
    }
}
