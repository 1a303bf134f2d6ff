package io.postern.av;

/** Makes what others wrote fit to be shown. */
final class Shown {

    private static final int LONGEST = 100;

    private Shown() {}

    /** One short line of printable ASCII. */
    static String of(String text) {
        String ascii = text.replaceAll("[^\\x20-\\x7e]", "?");
        return ascii.length() > LONGEST ? ascii.substring(0, LONGEST) : ascii;
    }
}
