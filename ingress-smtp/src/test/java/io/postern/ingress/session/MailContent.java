package io.postern.ingress.session;

import io.postern.ingress.session.SessionLimits.BareNewlines;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A mail's content as it has to be after all transport is taken off, found by search and replace in the whole of it.
 *
 * @param acceptable whether it is within the limits and without bare newlines, or these may be normalised
 */
record MailContent(String text, boolean acceptable, Effect.Missing missing) {

    private static final String BARE_CR = "\r(?!\n)";
    private static final String BARE_LF = "(?<!\r)\n";

    /** What came after DATA, up to the last line's end (RFC 5321 section 4.5.2). */
    static MailContent dotted(String sent, SessionLimits limits) {
        return of(sent.replaceAll("(?<=\r\n|^)\\.", ""), limits);
    }

    /** What came with BDAT. */
    static MailContent chunked(String sent, SessionLimits limits) {
        MailContent content = of(sent, limits);
        boolean complete = content.text.isEmpty() || content.text.endsWith("\r\n");
        return complete ? content : of(sent + "\r\n", limits);
    }

    private static MailContent of(String sent, SessionLimits limits) {
        String text = sent.replaceAll(BARE_CR, " ").replaceAll(BARE_LF, "\r\n");
        List<String> lines = Arrays.asList(text.split("\r\n", -1));
        List<String> header = lines.subList(0, lines.contains("") ? lines.indexOf("") : lines.size());
        boolean acceptable = (text.equals(sent) || limits.bareNewlines() == BareNewlines.NORMALISE)
                && text.length() <= limits.messageSize()
                && lines.stream().allMatch(line -> line.length() <= limits.textLine())
                && count(header, "received:") <= limits.hops();
        Effect.Missing missing = new Effect.Missing(count(header, "date:") == 0, count(header, "message-id:") == 0);
        return new MailContent(text, acceptable, missing);
    }

    private static long count(List<String> header, String field) {
        return header.stream()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(field))
                .count();
    }
}
