package io.postern.ingress.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A mailbox of a path (RFC 5321 section 4.1.2, RFC 6531 section 3.3), in normalisation form C.
 *
 * @param local the local part as given, quoted only where it has to be
 * @param domain in lower case; an address literal keeps its brackets; empty only for {@code postmaster} alone
 */
record MailPath(String local, String domain) {

    // RFC 5321 section 4.5.3.1, in octets
    private static final int MAX_LOCAL = 64;
    private static final int MAX_DOMAIN = 255;
    private static final int MAX_PATH = 254;

    /** RFC 1035 section 2.3.4; of a label in another script it is at least a bound. */
    private static final int MAX_LABEL = 63;

    private static final String BEYOND_ASCII = "\\x{a0}-\\x{10ffff}&&[^\\p{Zl}\\p{Zp}\\p{Cs}\\p{Cn}]";
    private static final String ATOM = "(?:[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]|[" + BEYOND_ASCII + "])++";
    private static final Pattern ATOMS = Pattern.compile(ATOM + "(?:\\." + ATOM + ")*+");
    private static final Pattern QUOTED = Pattern.compile("\"(?:[ !#-\\[\\]-~]|[" + BEYOND_ASCII + "]|\\\\[ -~])*+\"");
    private static final String LABEL =
            "(?:[A-Za-z0-9_-]|[" + BEYOND_ASCII + "&&[\\p{L}\\p{M}\\p{N}\\p{Pd}\\p{Cf}\\p{So}]])++";
    private static final Pattern DOMAIN = Pattern.compile("(?!-)" + LABEL + "(?<!-)(?:\\.(?!-)" + LABEL + "(?<!-))*+");
    private static final Pattern LABELS = Pattern.compile("\\.");
    private static final Pattern SOURCE_ROUTE = Pattern.compile("(@[^@:,\" ]++(?:,@[^@:,\" ]++)*+:)");

    /** The mailbox as one address. */
    String address() {
        return domain.isEmpty() ? local : local + "@" + domain;
    }

    /** Whether it takes SMTPUTF8 to name it. */
    boolean international() {
        return !ascii(local) || !ascii(domain);
    }

    private static boolean ascii(String text) {
        return text.chars().allMatch(c -> c < 128);
    }

    /** Reads what stands between the angle brackets, not empty; {@code null} if it is no mailbox. */
    static @Nullable MailPath parse(String path) {
        if (octets(path) > MAX_PATH) {
            return null;
        }
        var route = SOURCE_ROUTE.matcher(path);
        // The route is of no use any more (RFC 5321 appendix C).
        String mailbox =
                Normalizer.normalize(route.lookingAt() ? path.substring(route.end()) : path, Normalizer.Form.NFC);
        if (mailbox.equalsIgnoreCase("postmaster")) {
            return new MailPath(mailbox.toLowerCase(Locale.ROOT), "");
        }
        int at = mailbox.lastIndexOf('@');
        if (at < 1 || octets(mailbox) > MAX_PATH) {
            return null;
        }
        String local = mailbox.substring(0, at);
        String domain = mailbox.substring(at + 1);
        boolean valid = octets(local) <= MAX_LOCAL
                && (ATOMS.matcher(local).matches() || QUOTED.matcher(local).matches())
                && isDomain(domain);
        return valid ? new MailPath(plain(local), domain.toLowerCase(Locale.ROOT)) : null;
    }

    private static int octets(String text) {
        return text.getBytes(UTF_8).length;
    }

    /** Without needless quotes and backslashes: the same mailbox is spelt the same (RFC 5321 section 4.1.2). */
    private static String plain(String local) {
        if (local.charAt(0) != '"') {
            return local;
        }
        String said = local.substring(1, local.length() - 1).replaceAll("\\\\(.)", "$1");
        return ATOMS.matcher(said).matches() ? said : '"' + said.replaceAll("([\"\\\\])", "\\\\$1") + '"';
    }

    /** Whether this is a domain name or an address literal. */
    static boolean isDomain(String domain) {
        if (domain.startsWith("[")) {
            return domain.endsWith("]") && isAddress(domain.substring(1, domain.length() - 1));
        }
        return octets(domain) <= MAX_DOMAIN
                && DOMAIN.matcher(domain).matches()
                && LABELS.splitAsStream(domain).allMatch(label -> label.length() <= MAX_LABEL);
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
