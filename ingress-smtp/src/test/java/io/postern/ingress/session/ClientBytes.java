package io.postern.ingress.session;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a client has said and was not yet answered, taken apart by the book and not as the session does it. */
final class ClientBytes {

    /** What comes next. */
    enum Mode {
        COMMAND,
        RESPONSE,
        CONTENT
    }

    /**
     * What wants one reply.
     *
     * @param line without its end
     * @param content what DATA or BDAT brought, as it came but for the end of data
     * @param faulty whether the line is too long or has a bare CR or LF
     * @param length of it all
     */
    record Unit(String line, String content, boolean faulty, int length) {

        String verb() {
            int space = line.indexOf(' ');
            return (space < 0 ? line : line.substring(0, space)).toUpperCase(Locale.ROOT);
        }

        String argument() {
            int space = line.indexOf(' ');
            return space < 0 ? "" : line.substring(space).strip();
        }

        boolean lastChunk() {
            return argument().toUpperCase(Locale.ROOT).endsWith(" LAST");
        }
    }

    private static final String END_OF_DATA = "\r\n.\r\n";

    private final StringBuilder bytes = new StringBuilder();

    void add(byte[] more) {
        bytes.append(new String(more, ISO_8859_1));
    }

    boolean isEmpty() {
        return bytes.isEmpty();
    }

    void drop(Unit answered) {
        bytes.delete(0, answered.length());
    }

    /** Whether they begin with this, in whatever case. */
    boolean begin(String word) {
        return bytes.length() >= word.length()
                && bytes.substring(0, word.length()).equalsIgnoreCase(word);
    }

    /**
     * What is to be answered next.
     *
     * @param maxLine the longest line with its end
     * @return {@code null} if it has not come to its end
     */
    @Nullable
    Unit next(Mode mode, int maxLine) {
        if (mode == Mode.CONTENT) {
            return content();
        }
        int lineFeed = bytes.indexOf("\n");
        if (lineFeed < 0) {
            return null;
        }
        String whole = bytes.substring(0, lineFeed + 1);
        String line = whole.replaceFirst("\r?\n$", "");
        boolean faulty = whole.length() > maxLine || !whole.endsWith("\r\n") || line.contains("\r");
        Unit unit = new Unit(line, "", faulty, whole.length());
        return mode == Mode.COMMAND && !faulty && unit.verb().equals("BDAT") ? chunk(unit) : unit;
    }

    private @Nullable Unit content() {
        if (bytes.indexOf(".\r\n") == 0) {
            return new Unit("", "", false, 3);
        }
        int end = bytes.indexOf(END_OF_DATA);
        return end < 0 ? null : new Unit("", bytes.substring(0, end + 2), false, end + END_OF_DATA.length());
    }

    private @Nullable Unit chunk(Unit command) {
        String size = command.argument().split(" ", 2)[0];
        if (!size.matches("[0-9]{1,9}")) {
            return command;
        }
        int end = command.length() + Integer.parseInt(size);
        return end > bytes.length()
                ? null
                : new Unit(command.line(), bytes.substring(command.length(), end), false, end);
    }
}
