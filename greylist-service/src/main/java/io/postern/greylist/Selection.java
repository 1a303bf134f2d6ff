package io.postern.greylist;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which triplets are meant: those that have all that is given. Names are those of the columns.
 *
 * @param network as it is remembered, such as {@code 192.0.2.0/24}
 * @param origin see {@link Origin}
 * @param domain of the sender
 * @param sender see {@link SenderKey}
 * @param recipient in lower case
 */
record Selection(
        @Nullable String network,
        @Nullable String origin,
        @Nullable String domain,
        @Nullable String sender,
        @Nullable String recipient) {

    boolean empty() {
        return parameters().isEmpty();
    }

    Map<String, Object> parameters() {
        Map<String, Object> given = new LinkedHashMap<>();
        put(given, "network", network);
        put(given, "origin", origin);
        put(given, "domain", domain);
        put(given, "sender", sender);
        put(given, "recipient", recipient);
        return given;
    }

    private static void put(Map<String, Object> given, String name, @Nullable String value) {
        if (value != null) {
            given.put(name, value);
        }
    }

    /** Whether one thing is given, and it is such that it can be trusted. */
    boolean trustable() {
        return parameters().size() == 1 && sender == null && recipient == null;
    }

    /** As a condition with named parameters, in SQL and in HQL. */
    String where() {
        return empty()
                ? "1 = 1"
                : parameters().keySet().stream()
                        .map(name -> name + " = :" + name)
                        .collect(Collectors.joining(" and "));
    }
}
