package io.postern.delivery.directory;

import static java.util.Locale.ROOT;

import java.text.Normalizer;
import java.util.regex.Pattern;

/** How domains and names are written in a directory: in lower case, in normalisation form C, and such that none reaches for another folder. */
public final class Addresses {

    /** A domain in letters, digits and hyphens; one in another script as A-labels (RFC 5890 section 2.3.1). */
    private static final Pattern DOMAIN =
            Pattern.compile("(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*");

    /** Without the slash, which would reach for another folder. */
    private static final String ATOM = "[a-z0-9!#$%&'*+=?^_`{|}~\\p{L}\\p{M}\\p{N}-]+";

    /** A dot-string (RFC 5321 section 4.1.2, RFC 6531 section 3.3). */
    private static final Pattern LOCAL_PART = Pattern.compile("(?=.{1,64}$)" + ATOM + "(\\." + ATOM + ")*");

    private static final Pattern DELIMITERS = Pattern.compile("[!#$%&'*+=?^_`{|}~.-]{0,8}");

    private Addresses() {}

    /** @throws IllegalArgumentException if it is none */
    public static String domain(String text) {
        return checked(text, DOMAIN, "domain");
    }

    /** @throws IllegalArgumentException if it is none */
    public static String local(String text, String what) {
        return checked(text, LOCAL_PART, what);
    }

    /** @throws IllegalArgumentException if it is none */
    public static String address(String text) {
        int at = text.lastIndexOf('@');
        if (at < 0) {
            throw new IllegalArgumentException("not an address: " + text);
        }
        return local(text.substring(0, at), "name") + "@" + domain(text.substring(at + 1));
    }

    /** @throws IllegalArgumentException if characters are among them that no name can have */
    public static String delimiters(String text) {
        if (!DELIMITERS.matcher(text).matches()) {
            throw new IllegalArgumentException("not characters that may part a name from a tag: " + text);
        }
        return text;
    }

    static String domainOf(String address) {
        return address.substring(address.lastIndexOf('@') + 1).toLowerCase(ROOT);
    }

    static String normal(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFC).toLowerCase(ROOT);
    }

    private static String checked(String text, Pattern pattern, String what) {
        String normal = normal(text);
        if (!pattern.matcher(normal).matches()) {
            throw new IllegalArgumentException("not a " + what + ": " + text);
        }
        return normal;
    }
}
