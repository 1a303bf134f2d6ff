package io.postern.system.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A mail as it lies in a mailbox.
 *
 * @param name of the file
 * @param bytes all of it, with what was put in front
 */
@SuppressWarnings("ArrayRecordComponent") // looked at, not compared
public record DeliveredMail(String name, byte[] bytes) {

    private static final Pattern ID = Pattern.compile("\\sid (\\w+)");

    /** A field of the header, unfolded. */
    public record Field(String name, String value) {}

    /** Whether behind the fields put in front the content follows, byte for byte, and nothing else. */
    public boolean holds(byte[] content) {
        int from = bytes.length - content.length;
        return from >= 0 && Arrays.equals(bytes, from, bytes.length, content, 0, content.length) && wellFormed(from);
    }

    /** The fields that stand before the content. */
    public List<Field> addedTo(byte[] content) {
        return fields(new String(bytes, 0, bytes.length - content.length, ISO_8859_1));
    }

    /** The topmost field of that name in the header. */
    public Optional<String> header(String name) {
        return fields(header()).stream()
                .filter(field -> field.name().equalsIgnoreCase(name))
                .map(Field::value)
                .findFirst();
    }

    /** The id by which the mail was promised, as the topmost Received field has it; empty if there is none. */
    public String mailId() {
        Matcher id = ID.matcher(header("Received").orElse(""));
        return id.find() ? id.group(1) : "";
    }

    /** The header as text, up to the empty line. */
    public String header() {
        String text = new String(bytes, 0, Math.min(bytes.length, 64 * 1024), ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        return end < 0 ? text : text.substring(0, end + 2);
    }

    private boolean wellFormed(int length) {
        String added = new String(bytes, 0, length, ISO_8859_1);
        return added.matches("(?:[!-9;-~]+: [^\\r\\n]*\\r\\n(?:[ \\t][^\\r\\n]*\\r\\n)*)+");
    }

    private static List<Field> fields(String text) {
        List<Field> fields = new ArrayList<>();
        for (String line : text.replaceAll("\\r\\n(?=[ \\t])", "").lines().toList()) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                fields.add(new Field(
                        line.substring(0, colon), line.substring(colon + 1).strip()));
            }
        }
        return fields;
    }
}
