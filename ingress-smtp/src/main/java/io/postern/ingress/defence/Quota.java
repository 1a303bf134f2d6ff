package io.postern.ingress.defence;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many in which time, written {@code 300/m} or {@code 50/10m}: a number, and a time in seconds (s), minutes (m), hours
 * (h) or days (d).
 *
 * @param most 0 for any number, at most 999,999,999
 * @param period from a second to 999 days
 */
public record Quota(int most, Duration period) {

    private static final Pattern TEXT = Pattern.compile("(\\d{1,9})/(\\d{0,3})([smhd])");

    /** @throws IllegalArgumentException naming the text, if it is no quota */
    public static Quota of(String text) {
        Matcher parts = TEXT.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!parts.matches()) {
            throw new IllegalArgumentException("not a quota such as 300/m or 50/10m: " + text);
        }
        long times = parts.group(2).isEmpty() ? 1 : Long.parseLong(parts.group(2));
        if (times == 0) {
            throw new IllegalArgumentException("a quota of no time: " + text);
        }
        return new Quota(Integer.parseInt(parts.group(1)), Duration.of(times, unit(parts.group(3))));
    }

    private static ChronoUnit unit(String letter) {
        return switch (letter) {
            case "s" -> ChronoUnit.SECONDS;
            case "m" -> ChronoUnit.MINUTES;
            case "h" -> ChronoUnit.HOURS;
            default -> ChronoUnit.DAYS;
        };
    }

    /** Whether it limits anything. */
    boolean limited() {
        return most > 0;
    }
}
