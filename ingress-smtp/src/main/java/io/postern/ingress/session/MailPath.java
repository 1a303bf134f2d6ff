package io.postern.ingress.session;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A mailbox of a path (RFC 5321 section 4.1.2).
 *
 * @param local the local part as given, quotes included where it needs them
 * @param domain in lower case; an address literal keeps its brackets; empty only for {@code postmaster} alone
 */
record MailPath(String local, String domain) {

    // RFC 5321 section 4.5.3.1
    private static final int MAX_LOCAL = 64;
    private static final int MAX_DOMAIN = 255;
    private static final int MAX_PATH = 254;

    private static final Pattern ATOMS =
            Pattern.compile("[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]++(?:\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]++)*+");
    private static final Pattern QUOTED = Pattern.compile("\"(?:[ !#-\\[\\]-~]|\\\\[ -~])*+\"");
    private static final Pattern DOMAIN =
            Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9_-]*+(?<!-))?(?:\\.[A-Za-z0-9_](?:[A-Za-z0-9_-]*+(?<!-))?)*+");
    private static final Pattern SOURCE_ROUTE = Pattern.compile("@[^:]*:");

    /** The mailbox as one address. */
    String address() {
        return domain.isEmpty() ? local : local + "@" + domain;
    }

    /** Reads what stands between the angle brackets, not empty; {@code null} if it is no mailbox. */
    static @Nullable MailPath parse(String path) {
        String mailbox = SOURCE_ROUTE.matcher(path).lookingAt() ? path.substring(path.indexOf(':') + 1) : path;
        if (mailbox.equalsIgnoreCase("postmaster")) {
            return new MailPath(mailbox.toLowerCase(Locale.ROOT), "");
        }
        int at = mailbox.lastIndexOf('@');
        if (at < 1 || mailbox.length() > MAX_PATH) {
            return null;
        }
        String local = mailbox.substring(0, at);
        String domain = mailbox.substring(at + 1);
        boolean valid = local.length() <= MAX_LOCAL
                && (ATOMS.matcher(local).matches() || QUOTED.matcher(local).matches())
                && isDomain(domain);
        return valid ? new MailPath(local, domain.toLowerCase(Locale.ROOT)) : null;
    }

    /** Whether this is a domain name or an address literal. */
    static boolean isDomain(String domain) {
        if (domain.startsWith("[")) {
            return domain.endsWith("]") && isAddress(domain.substring(1, domain.length() - 1));
        }
        return domain.length() <= MAX_DOMAIN && DOMAIN.matcher(domain).matches();
    }

    private static boolean isAddress(String literal) {
        boolean six = literal.regionMatches(true, 0, "IPv6:", 0, 5);
        String address = six ? literal.substring(5) : literal;
        // Only digits, so that no name is ever looked up.
        if (!address.matches(six ? "[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*" : "\\d{1,3}(\\.\\d{1,3}){3}")) {
            return false;
        }
        try {
            return InetAddress.getByName(address) != null;
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
