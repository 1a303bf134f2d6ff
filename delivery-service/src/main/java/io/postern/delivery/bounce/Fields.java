package io.postern.delivery.bounce;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Writes header fields (RFC 5322 section 2.2), folded. What strangers said stands in their values: a line break in one
 * does not begin a field, and beyond ASCII is only what {@code utf8} allows.
 */
final class Fields {

    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);
    private static final int FOLD = 76;
    /** The longest line is 998 octets; a character may have four. */
    private static final int LONGEST_WORD = 240;

    private final StringBuilder text = new StringBuilder();
    private final boolean utf8;

    Fields(boolean utf8) {
        this.utf8 = utf8;
    }

    static String date(Instant at) {
        return DATE.format(at);
    }

    Fields add(String name, String value) {
        text.append(name).append(':');
        int column = name.length() + 1;
        for (String word : safe(value).split(" +", -1)) {
            for (int start = 0; start < word.length(); start += LONGEST_WORD) {
                String piece = word.substring(start, Math.min(word.length(), start + LONGEST_WORD));
                boolean fold = column + 1 + piece.length() > FOLD && column > name.length() + 1;
                text.append(fold ? "\r\n " : " ").append(piece);
                column = fold ? 1 + piece.length() : column + 1 + piece.length();
            }
        }
        text.append("\r\n");
        return this;
    }

    Fields end() {
        text.append("\r\n");
        return this;
    }

    private String safe(String value) {
        String line = OneLine.of(value);
        return utf8 ? line : line.replaceAll("[^\\x00-\\x7f]", "?");
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
