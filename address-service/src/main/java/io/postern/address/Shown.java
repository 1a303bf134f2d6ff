package io.postern.address;

import java.util.stream.Collectors;

/** What strangers wrote, fit for a reply or a log: one short word of printable ASCII. */
final class Shown {

    /** The longest host name (RFC 1035 section 2.3.4), without the root. */
    private static final int LONGEST = 253;

    private Shown() {}

    static String of(String text) {
        return text.chars()
                .limit(LONGEST)
                .mapToObj(c -> c > ' ' && c < 127 ? Character.toString(c) : "?")
                .collect(Collectors.joining());
    }
}
