package io.postern.delivery.api;

import static java.util.Locale.ROOT;

import jakarta.ws.rs.core.UriInfo;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the parameters of requests. Each mistake is named by the parameter it is in. */
final class Given {

    /** Of a page. */
    static final int MOST = 200;

    private static final int LONGEST = 400;
    private static final int SHOWN = 100;
    private static final Pattern UNSPEAKABLE = Pattern.compile("[\\p{Cntrl}\\x{85}\\x{2028}\\x{2029}\\p{Cs}]");
    private static final Pattern ID = Pattern.compile("[0-9A-Za-z]{1,64}");

    private Given() {}

    /** A filter that is misspelt, or has no value, must not widen what is meant. */
    static void only(UriInfo uri, String... names) {
        Set<String> unknown = new TreeSet<>(uri.getQueryParameters().keySet());
        unknown.removeAll(List.of(names));
        if (!unknown.isEmpty()) {
            throw Refused.bad("unknown parameter: " + shown(String.join(", ", unknown)) + "; known are "
                    + String.join(", ", names));
        }
        uri.getQueryParameters().forEach((name, values) -> {
            if (values.size() > 1) {
                throw Refused.bad(name + " is given more than once");
            }
            if (values.getFirst().isEmpty()) {
                throw Refused.bad(name + " is empty");
            }
        });
    }

    static int limit(String given) {
        try {
            int limit = Integer.parseInt(given);
            if (limit >= 1 && limit <= MOST) {
                return limit;
            }
        } catch (NumberFormatException e) {
            // no number is as wrong as one out of range
        }
        throw Refused.bad("limit is not between 1 and " + MOST + ": " + shown(given));
    }

    static @Nullable Instant time(String name, @Nullable String given) {
        if (given == null) {
            return null;
        }
        try {
            return OffsetDateTime.parse(given).toInstant();
        } catch (DateTimeException e) {
            throw Refused.bad(name + " is no time such as 2026-03-01T10:15:30Z: " + shown(given));
        }
    }

    static @Nullable Boolean flag(String name, @Nullable String given) {
        if (given == null) {
            return null;
        }
        return switch (given) {
            case "true" -> true;
            case "false" -> false;
            default -> throw Refused.bad(name + " is neither true nor false: " + shown(given));
        };
    }

    /** A domain or an address, as the directory reads it. */
    static String name(String given, UnaryOperator<String> reading) {
        try {
            return reading.apply(text("name", given));
        } catch (IllegalArgumentException e) {
            throw Refused.bad(shown(String.valueOf(e.getMessage())));
        }
    }

    static <T> T body(@Nullable T given) {
        if (given == null) {
            throw Refused.bad("the request has no body");
        }
        return given;
    }

    static <E extends Enum<E>> @Nullable E one(String name, Class<E> type, @Nullable String given) {
        if (given == null) {
            return null;
        }
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.name().equals(given.toUpperCase(ROOT)))
                .findFirst()
                .orElseThrow(() -> Refused.bad(
                        name + " is none of " + Arrays.toString(type.getEnumConstants()) + ": " + shown(given)));
    }

    /** The number at which the page before ended; 0 if there is none. */
    static long after(@Nullable String given) {
        if (given == null) {
            return 0;
        }
        try {
            return Long.parseLong(given);
        } catch (NumberFormatException e) {
            throw Refused.bad("after is not the next of a page: " + shown(given));
        }
    }

    static String mailId(String given) {
        if (!ID.matcher(given).matches()) {
            throw Refused.bad("mail is no id: " + shown(given));
        }
        return given;
    }

    static String text(String name, String given) {
        if (given.isEmpty()
                || given.length() > LONGEST
                || UNSPEAKABLE.matcher(given).find()) {
            throw Refused.bad(name + " cannot be: " + shown(given));
        }
        return given;
    }

    /** An address as the database compares it; {@code <>} for the null sender. */
    static String address(String name, String given) {
        String address = text(name, given).toLowerCase(ROOT);
        if (address.equals("<>")) {
            return "";
        }
        if (address.startsWith("@") || address.endsWith("@") || address.contains("<")) {
            throw Refused.bad(name + " is no address: " + shown(given));
        }
        return address;
    }

    /** Fit for a log and an answer. */
    static String shown(String given) {
        String text = given.length() > SHOWN ? given.substring(0, SHOWN) + "..." : given;
        return UNSPEAKABLE.matcher(text).replaceAll("?");
    }
}
