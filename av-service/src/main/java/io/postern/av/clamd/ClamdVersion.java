package io.postern.av.clamd;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Engine and signatures of a clamd: {@code ClamAV 1.4.6/27500/Tue Nov 24 09:30:00 2026}.
 *
 * @param engine {@code ClamAV 1.4.6}
 * @param signatures the number of the daily signatures; {@code null} if it has only the operator's own
 * @param date when they were made; {@code null} if it does not say
 */
public record ClamdVersion(
        String engine,
        @Nullable Integer signatures,
        @Nullable Instant date) {

    private static final Pattern FORM =
            Pattern.compile("(ClamAV [\\x21-\\x2e\\x30-\\x7e]{1,60})(?:/(\\d{1,9})/(.{1,40}))?");
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE MMM d HH:mm:ss yyyy", Locale.ENGLISH);

    /** @throws Gibberish if that is no version of ClamAV */
    static ClamdVersion of(String answer) throws Gibberish {
        Matcher form = FORM.matcher(answer);
        if (!form.matches()) {
            throw new Gibberish("not an answer to VERSION");
        }
        String number = form.group(2);
        return number == null
                ? new ClamdVersion(form.group(1), null, null)
                : new ClamdVersion(form.group(1), Integer.valueOf(number), date(form.group(3)));
    }

    /** clamd tells the time of its own zone, without saying which: it is taken for ours. */
    private static @Nullable Instant date(String text) {
        try {
            return LocalDateTime.parse(text.replaceAll(" +", " "), DATE)
                    .atZone(ZoneId.systemDefault())
                    .toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }

    @Override
    public String toString() {
        return signatures == null ? engine : engine + "/" + signatures;
    }
}
