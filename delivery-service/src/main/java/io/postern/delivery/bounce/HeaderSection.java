package io.postern.delivery.bounce;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Locale.ROOT;

import io.postern.delivery.mailbox.MailFile.Content;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * The header section of a mail (RFC 5322 section 2.2): what stands before the first empty line, and of that no more than
 * 64 KiB, in whole lines.
 */
public final class HeaderSection {

    private static final int MOST = 64 * 1024;

    private final List<String> lines;
    private final List<String> fields;

    private HeaderSection(List<String> lines) {
        this.lines = lines;
        this.fields = unfold(lines);
    }

    /** Reads the beginning of a mail; the rest of it is not asked for. */
    public static HeaderSection of(Content mail) throws IOException {
        Beginning beginning = new Beginning();
        try {
            mail.writeTo(beginning);
        } catch (Beginning.Enough enough) {
            return of(beginning.bytes.toByteArray());
        }
        return of(beginning.bytes.toByteArray());
    }

    /** @param beginning of the mail: all of the header section, or 64 KiB */
    public static HeaderSection of(byte[] beginning) {
        List<String> lines = new ArrayList<>();
        int start = 0;
        int most = Math.min(beginning.length, MOST);
        for (int i = 0; i < most; i++) {
            if (beginning[i] == '\n') {
                int end = i > start && beginning[i - 1] == '\r' ? i - 1 : i;
                if (end == start) {
                    return new HeaderSection(lines);
                }
                lines.add(new String(beginning, start, end - start, ISO_8859_1));
                start = i + 1;
            }
        }
        // A mail may end without a line end; a line that goes on beyond the bound is left out.
        if (start < most && beginning.length < MOST) {
            lines.add(new String(beginning, start, most - start, ISO_8859_1).strip());
        }
        return new HeaderSection(lines);
    }

    private static List<String> unfold(List<String> lines) {
        List<StringBuilder> fields = new ArrayList<>();
        for (String line : lines) {
            boolean continued = !line.isEmpty() && (line.charAt(0) == ' ' || line.charAt(0) == '\t');
            if (continued && !fields.isEmpty()) {
                fields.get(fields.size() - 1).append(' ').append(line.strip());
            } else {
                fields.add(new StringBuilder(line));
            }
        }
        return fields.stream().map(StringBuilder::toString).toList();
    }

    /** As they stand in the mail, without line ends; each character stands for an octet. */
    public List<String> lines() {
        return lines;
    }

    /** The values of all fields of a name, unfolded, in their order. */
    public List<String> values(String name) {
        return fields.stream()
                .filter(field -> name(field).equals(name.toLowerCase(ROOT)))
                .map(field -> field.substring(field.indexOf(':') + 1).strip())
                .toList();
    }

    /** The names of all fields, in lower case. */
    List<String> names() {
        return fields.stream().map(HeaderSection::name).toList();
    }

    private static String name(String field) {
        int colon = field.indexOf(':');
        return colon < 0 ? "" : field.substring(0, colon).strip().toLowerCase(ROOT);
    }

    /** Takes what comes until it has enough, and says so by refusing more. */
    private static final class Beginning extends OutputStream {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private boolean emptyLine = true;

        @Override
        public void write(int b) throws IOException {
            bytes.write(b);
            if (b == '\n') {
                if (emptyLine) {
                    throw new Enough();
                }
                emptyLine = true;
            } else if (b != '\r') {
                emptyLine = false;
            }
            if (bytes.size() >= MOST) {
                throw new Enough();
            }
        }

        @SuppressWarnings("serial") // never leaves this class
        private static final class Enough extends IOException {
            @Override
            public synchronized Throwable fillInStackTrace() {
                return this;
            }
        }
    }
}
