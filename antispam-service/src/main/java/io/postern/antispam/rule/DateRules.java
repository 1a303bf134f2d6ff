package io.postern.antispam.rule;

import io.postern.antispam.letter.Letter;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;

/**
 * A Date that the mail was hardly written at. It is held against when the mail was last on its way, as the newest trace
 * field tells: a mail that waited, or is looked at years later, is not to blame.
 */
final class DateRules {

    private static final Duration SLACK = Duration.ofHours(12);
    private static final Duration LONG = Duration.ofDays(4);

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
        String bare =
                text.replaceAll("\\([^()]*\\)", " ").replaceAll("\\s+", " ").strip();
        // Zones by name are of no matter here: none is further away than the slack.
        String zoned = bare.replaceFirst(" ?(\"?[A-Za-z]{1,5}\"?)$", " +0000");
        try {
            return Optional.of(OffsetDateTime.parse(zoned, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
