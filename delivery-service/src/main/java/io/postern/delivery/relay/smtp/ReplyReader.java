package io.postern.delivery.relay.smtp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** Reads replies, each bounded in lines and their length. */
final class ReplyReader {

    /** RFC 5321 section 4.5.3.1.5 has 512; some say more. */
    private static final int LONGEST_LINE = 2048;

    private static final int MOST_LINES = 100;
    private static final int CODE = 3;

    /** A reply as it came: the texts of its lines, without code and line end. */
    record Lines(int code, List<String> texts) {}

    private final InputStream in;
    private final byte[] buffer = new byte[LONGEST_LINE];
    private int from;
    private int to;

    ReplyReader(InputStream in) {
        this.in = in;
    }

    /** Whether something has come that nobody has asked for. */
    boolean ahead() {
        return from < to;
    }

    /**
     * @throws Gibberish if it is no reply
     * @throws EOFException if there is none
     */
    Lines read() throws IOException {
        List<String> texts = new ArrayList<>();
        int code = 0;
        boolean more = true;
        while (more) {
            String line = line();
            int its = code(line);
            if (code != 0 && its != code) {
                throw new Gibberish("a reply of several codes");
            }
            if (texts.size() == MOST_LINES) {
                throw new Gibberish("a reply without an end");
            }
            code = its;
            more = line.length() > CODE && line.charAt(CODE) == '-';
            texts.add(line.length() > CODE ? line.substring(CODE + 1) : "");
        }
        return new Lines(code, texts);
    }

    private static int code(String line) throws Gibberish {
        boolean code = line.length() >= CODE
                && line.charAt(0) >= '2'
                && line.charAt(0) <= '5'
                && digit(line.charAt(1))
                && digit(line.charAt(2));
        if (!code || (line.length() > CODE && line.charAt(CODE) != '-' && line.charAt(CODE) != ' ')) {
            throw new Gibberish("not a reply");
        }
        return Integer.parseInt(line.substring(0, CODE));
    }

    private static boolean digit(char c) {
        return c >= '0' && c <= '9';
    }

    /** To the next LF; a CR before it belongs to the line end. */
    private String line() throws IOException {
        int at = from;
        while (true) {
            for (; at < to; at++) {
                if (buffer[at] == '\n') {
                    int end = at > from && buffer[at - 1] == '\r' ? at - 1 : at;
                    String line = new String(buffer, from, end - from, UTF_8);
                    from = at + 1;
                    return line;
                }
            }
            at -= from;
            fill();
        }
    }

    /** Moves what is there to the front, and reads more. */
    private void fill() throws IOException {
        System.arraycopy(buffer, from, buffer, 0, to - from);
        to -= from;
        from = 0;
        if (to == buffer.length) {
            throw new Gibberish("a line without an end");
        }
        int read = in.read(buffer, to, buffer.length - to);
        if (read < 0) {
            throw to == 0 ? new EOFException("closed") : new Gibberish("a reply that breaks off");
        }
        to += read;
    }
}
