package io.postern.ingress.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.postern.ingress.IpAddress;
import java.io.ByteArrayOutputStream;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The argument of XCLIENT: for whom a proxy speaks, as Postfix and its kin say it.
 *
 * @param address of the client; {@value #UNKNOWN} if the proxy does not know it, {@code null} if it does not say
 * @param port of the client, {@code null} if it is not told
 * @param login the user it has authenticated as
 */
record XclientCommand(
        @Nullable String address,
        @Nullable Integer port,
        @Nullable String login) {

    /** Nobody's, so that nothing that is listed for an address, least of all the proxy's own, is his. */
    static final String UNKNOWN = "0.0.0.0";

    private static final int MAX_LOGIN = 255;

    static final String KEYWORDS = "NAME ADDR PORT PROTO HELO LOGIN DESTADDR DESTPORT";

    private static final Set<String> OTHERS = Set.of("NAME", "PROTO", "HELO", "DESTADDR", "DESTPORT");
    private static final Pattern HEX = Pattern.compile("\\+([0-9A-Fa-f]{2})");
    private static final Reply SYNTAX = Reply.of(501, "5.5.4", "Syntax: XCLIENT attribute=value...");

    static XclientCommand parse(String argument) throws Refused {
        String address = null;
        Integer port = null;
        String login = null;
        if (argument.isEmpty()) {
            throw new Refused(SYNTAX);
        }
        for (String word : argument.split(" +", -1)) {
            int equals = word.indexOf('=');
            if (equals < 1) {
                throw new Refused(SYNTAX);
            }
            String key = word.substring(0, equals).toUpperCase(Locale.ROOT);
            String value = value(word.substring(equals + 1));
            switch (key) {
                case "ADDR" -> address = value == null ? UNKNOWN : address(value);
                case "PORT" -> port = value == null ? null : port(value);
                case "LOGIN" -> login = value == null ? null : login(value);
                default -> {
                    if (!OTHERS.contains(key)) {
                        throw new Refused(bad("attribute", key));
                    }
                }
            }
        }
        return new XclientCommand(address, port, login);
    }

    /** Out of xtext; {@code null} if it is not told. */
    private static @Nullable String value(String text) {
        if (text.isEmpty() || text.equalsIgnoreCase("[UNAVAILABLE]") || text.equalsIgnoreCase("[TEMPUNAVAIL]")) {
            return null;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        Matcher hex = HEX.matcher(text);
        for (int at = 0; at < text.length(); at++) {
            if (hex.region(at, text.length()).lookingAt()) {
                bytes.write(Integer.parseInt(hex.group(1), 16));
                at += 2;
            } else {
                bytes.write(text.charAt(at));
            }
        }
        return bytes.toString(UTF_8);
    }

    /** It goes into the log, and must not look like several lines there. */
    private static String login(String value) throws Refused {
        if (value.length() > MAX_LOGIN || value.chars().anyMatch(c -> c <= ' ' || Character.isISOControl(c))) {
            throw new Refused(bad("login", value));
        }
        return value;
    }

    private static String address(String value) throws Refused {
        String ip = value.regionMatches(true, 0, "IPV6:", 0, 5) ? value.substring(5) : value;
        String canonical = IpAddress.canonical(ip);
        if (canonical == null) {
            throw new Refused(bad("address", value));
        }
        return canonical;
    }

    private static Integer port(String value) throws Refused {
        if (!value.matches("\\d{1,5}") || Integer.parseInt(value) > 65535) {
            throw new Refused(bad("port", value));
        }
        return Integer.valueOf(value);
    }

    /** What was wrong is said again in ASCII, as a reply has to be (RFC 5321 section 4.2). */
    private static Reply bad(String what, String value) {
        return Reply.of(501, "5.5.4", "Bad XCLIENT " + what + ": " + value.replaceAll("[^ -~]", "?"));
    }
}
