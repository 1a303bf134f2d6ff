package io.postern.antispam.rule;

import io.postern.antispam.letter.Letter;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A Date that the mail was hardly written at. It is held against when the mail was last on its way, as the newest trace
 * field tells: a mail that waited, or is looked at years later, is not to blame.
 */
final class DateRules {

    private static final Duration SLACK = Duration.ofHours(12);
    private static final Duration LONG = Duration.ofDays(4);

    private static final Pattern COMMENT = Pattern.compile("\\([^()]*\\)");
    private static final Pattern BLANKS = Pattern.compile("\\s+");
    private static final Pattern NAMED_ZONE = Pattern.compile(" ?(\"?[A-Za-z]{1,5}\"?)$");

    static final List<Rule> ALL = List.of(
            Rule.when("date-missing", "no Date", letter -> !letter.has("date")),
            Rule.when(
                    "date-bad",
                    "Date is none",
                    letter -> letter.has("date") && date(letter).isEmpty()),
            Rule.when(
                    "date-future",
                    "Date is in the future",
                    letter -> date(letter)
                            .filter(date -> date.isAfter(sent(letter).plus(SLACK)))
                            .isPresent()),
            Rule.when(
                    "date-past",
                    "Date is long before the mail was on its way",
                    letter -> date(letter)
                            .filter(date -> traced(letter)
                                    .filter(trace -> date.isBefore(trace.minus(LONG)))
                                    .isPresent())
                            .isPresent()));

    private DateRules() {}

    private static Optional<Instant> date(Letter letter) {
        return instant(letter.head().first("date"));
    }

    private static Instant sent(Letter letter) {
        return traced(letter).orElse(letter.received().receivedAt());
    }

    private static Optional<Instant> traced(Letter letter) {
        String newest = letter.head().first("received");
        return instant(newest.substring(newest.lastIndexOf(';') + 1));
    }

    private static Optional<Instant> instant(String text) {
        String uncommented = COMMENT.matcher(text).replaceAll(" ");
        String bare = BLANKS.matcher(uncommented).replaceAll(" ").strip();
        // Zones by name are of no matter here: none is further away than the slack.
        String zoned = NAMED_ZONE.matcher(bare).replaceFirst(" +0000");
        try {
            return Optional.of(OffsetDateTime.parse(zoned, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
