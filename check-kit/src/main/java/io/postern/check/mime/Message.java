package io.postern.check.mime;

import java.util.List;

/**
 * The header of a mail or of one attached to it.
 *
 * @param path where it lies: empty for the mail itself, {@code 1.2} for one that is the second part of the first
 * @param fields in their order
 */
public record Message(String path, List<Field> fields) {

    /**
     * One field of a header.
     *
     * @param name in lower case: {@code reply-to}
     * @param value unfolded, its encoded words decoded, without white space at the ends
     * @param raw the same as it was sent, octets as Latin-1; unfolded as well
     */
    public record Field(String name, String value, String raw) {}

    public Message {
        fields = List.copyOf(fields);
    }

    /** The values of the fields of that name, in lower case. Usually one or none. */
    public List<String> all(String name) {
        return fields.stream()
                .filter(field -> field.name().equals(name))
                .map(Field::value)
                .toList();
    }

    /** The value of the first field of that name, in lower case; empty if there is none. */
    public String first(String name) {
        for (Field field : fields) { // asked for each field by each rule about it
            if (field.name().equals(name)) {
                return field.value();
            }
        }
        return "";
    }

    /** The subject, empty if there is none. */
    public String subject() {
        return first("subject");
    }
}
