package io.postern.delivery.relay.smtp;

import static java.util.Locale.ROOT;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a server offers (RFC 5321 section 4.1.1.1): keywords, each with its parameters, all in upper case. */
record Extensions(Map<String, String> offered) {

    static final String PIPELINING = "PIPELINING";
    static final String CHUNKING = "CHUNKING";
    static final String EIGHT_BIT_MIME = "8BITMIME";
    static final String SMTP_UTF8 = "SMTPUTF8";
    static final String SIZE = "SIZE";
    static final String DSN = "DSN";
    static final String START_TLS = "STARTTLS";
    private static final String AUTH = "AUTH";

    static final Extensions NONE = new Extensions(Map.of());

    /** @param ehlo the lines of the reply; the first is a greeting */
    static Extensions of(List<String> ehlo) {
        Map<String, String> offered = new HashMap<>();
        for (String line : ehlo.subList(1, ehlo.size())) {
            // Old servers write AUTH=PLAIN.
            String[] parts = line.strip().toUpperCase(ROOT).split("[ =]+", 2);
            offered.merge(parts[0], parts.length > 1 ? parts[1] : "", (one, other) -> one + " " + other);
        }
        return new Extensions(Map.copyOf(offered));
    }

    boolean has(String keyword) {
        return offered.containsKey(keyword);
    }

    /** How large a mail may be; 0: not said. */
    long sizeLimit() {
        String size = offered.getOrDefault(SIZE, "");
        return size.matches("\\d{1,18}") ? Long.parseLong(size) : 0;
    }

    /** For a login (RFC 4954). */
    Set<String> mechanisms() {
        return new HashSet<>(List.of(offered.getOrDefault(AUTH, "").split(" +")));
    }
}
