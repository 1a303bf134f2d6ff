package io.postern.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Reading and writing the text headers of records. */
public final class WireHeaders {

    /** The simple name of the record's type, on every record: some topics carry more than one. */
    public static final String TYPE = "type";

    private WireHeaders() {}

    /** Sets the header, in place of any of the same name. */
    public static void put(Headers headers, String name, String value) {
        headers.remove(name);
        headers.add(name, value.getBytes(UTF_8));
    }

    /** The value of the header, {@code null} if there is none. */
    public static @Nullable String find(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), UTF_8);
    }

    /** @throws InvalidRecord if the header is missing */
    public static String text(Headers headers, String name) {
        String value = find(headers, name);
        if (value == null) {
            throw new InvalidRecord("header " + name + " is missing");
        }
        return value;
    }

    /** @throws InvalidRecord if the header is missing or not a whole number */
    public static long number(Headers headers, String name) {
        String value = text(headers, name);
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw new InvalidRecord("header " + name + " is not a number: " + value, e);
        }
    }

    /** @throws InvalidRecord if the header is missing or not a whole number of at most 32 bits */
    public static int integer(Headers headers, String name) {
        long value = number(headers, name);
        if ((int) value != value) {
            throw new InvalidRecord("header " + name + " is out of range: " + value);
        }
        return (int) value;
    }
}
