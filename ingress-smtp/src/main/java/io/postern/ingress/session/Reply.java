package io.postern.ingress.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;

/**
 * An SMTP reply (RFC 5321 section 4.2) with its enhanced status code (RFC 2034).
 *
 * @param code the reply code, 220 to 559
 * @param status the enhanced code such as {@code 5.1.1}, empty where RFC 2034 wants none (banner, EHLO, 354)
 * @param lines at least one, without line ends
 * @param cause why it says no, for the metrics and not for the client: {@code early-talker}, {@code login-failed}...;
 *     empty if the codes tell it
 */
public record Reply(int code, String status, List<String> lines, String cause) {

    /** The longest reply line without its CRLF, in octets (RFC 5321 section 4.5.3.1.5). */
    private static final int MAX_LINE = 510;

    public Reply {
        lines = List.copyOf(lines);
        if (code < 200 || code > 599 || lines.isEmpty()) {
            throw new IllegalArgumentException("no reply: " + code + " " + lines);
        }
    }

    public Reply(int code, String status, List<String> lines) {
        this(code, status, lines, "");
    }

    public static Reply of(int code, String status, String text) {
        return new Reply(code, status, List.of(text));
    }

    /** The same, with the cause told to the metrics. */
    public Reply because(String cause) {
        return new Reply(code, status, lines, cause);
    }

    /** Whether it says yes (2xx, or 3xx: go on). */
    public boolean positive() {
        return code < 400;
    }

    /** The first line as the client sees it. */
    public String text() {
        return line(0);
    }

    /** The bytes on the wire. Control characters, which only a peer's own text could bring in, become "?". */
    public byte[] wire() {
        StringBuilder wire = new StringBuilder(80 * lines.size());
        for (int i = 0; i < lines.size(); i++) {
            wire.append(line(i)).append("\r\n");
        }
        return wire.toString().getBytes(UTF_8);
    }

    private String line(int i) {
        char separator = i < lines.size() - 1 ? '-' : ' ';
        String prefix = code + (status.isEmpty() ? "" + separator : separator + status + " ");
        String line = prefix + clean(lines.get(i));
        // A challenge may be longer (RFC 4954 section 4) and is of no use if it is cut.
        return code == 334 ? line : cut(line);
    }

    private static String cut(String line) {
        if (line.length() <= MAX_LINE / 3) {
            return line;
        }
        byte[] octets = line.getBytes(UTF_8);
        int end = Math.min(octets.length, MAX_LINE);
        // Not within a character: its other octets begin with the bits 10.
        while (end < octets.length && (octets[end] & 0xc0) == 0x80) {
            end--;
        }
        return new String(octets, 0, end, UTF_8);
    }

    private static String clean(String text) {
        boolean dirty = text.chars().anyMatch(c -> c < ' ' || c == 127);
        return dirty ? text.replaceAll("[\\x00-\\x1f\\x7f]", "?") : text;
    }

    @Override
    public String toString() {
        return text();
    }
}
