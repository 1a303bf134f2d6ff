package io.postern.delivery.relay.smtp;

import static java.util.stream.Collectors.joining;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A reply of a peer (RFC 5321 section 4.2), or what we have to say in place of one.
 *
 * @param code 200 to 599
 * @param enhanced the enhanced status code (RFC 3463); made from the code where the peer gives none
 * @param text printable, of bounded length, lines joined by a space
 */
public record Reply(int code, String enhanced, String text) {

    private static final int LONGEST_TEXT = 500;
    private static final Pattern ENHANCED = Pattern.compile("([245]\\.\\d{1,3}\\.\\d{1,3})(?: (.*))?");
    private static final int CLOSING = 421;

    static Reply of(ReplyReader.Lines lines) {
        int kind = lines.code() / 100;
        Matcher first = ENHANCED.matcher(lines.texts().getFirst());
        String enhanced = first.matches() && first.group(1).charAt(0) == '0' + kind ? first.group(1) : kind + ".0.0";
        String text =
                lines.texts().stream().map(line -> without(enhanced, line)).collect(joining(" "));
        return new Reply(lines.code(), enhanced, clean(text));
    }

    private static String without(String enhanced, String line) {
        return line.startsWith(enhanced) ? line.substring(enhanced.length()).strip() : line;
    }

    /** Control characters would forge lines in a log, formatting characters would turn them around. */
    static String clean(String text) {
        StringBuilder clean = new StringBuilder();
        text.codePoints()
                .limit(LONGEST_TEXT)
                .map(c -> Character.isISOControl(c) || invisible(c) ? '?' : c)
                .forEach(clean::appendCodePoint);
        return clean.toString();
    }

    private static boolean invisible(int character) {
        return switch (Character.getType(character)) {
            case Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED -> true;
            case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }

    /** Done: 2xx. */
    public boolean positive() {
        return code / 100 == 2;
    }

    /** Go on: 3xx. */
    boolean intermediate() {
        return code / 100 == 3;
    }

    /** Never: 5xx. */
    public boolean permanent() {
        return code / 100 == 5;
    }

    /** That the peer closes the connection, which it may say at any time (RFC 5321 section 3.8). */
    boolean closing() {
        return code == CLOSING;
    }

    /** As it stands in a log or a notice. */
    @Override
    public String toString() {
        return code + " " + enhanced + " " + text;
    }
}
