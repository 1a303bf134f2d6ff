package io.postern.address;

import java.net.IDN;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;

/** The domain of a sender, as one asks the DNS for it. */
final class SenderDomain {

    /**
     * What the two editions of IDNA read differently (RFC 5894 section 7.2): Java knows the older one, so that of these we
     * cannot know which domain is meant.
     */
    private static final Pattern AMBIGUOUS = Pattern.compile("[\\u00df\\u1e9e\\u03c2\\u200c\\u200d]");

    /** Underscores are not for hosts, but there are domains that have them. */
    private static final Pattern LABELS = Pattern.compile("[A-Za-z0-9_-]{1,63}(?:\\.[A-Za-z0-9_-]{1,63})*+");

    private static final int LONGEST = 253;

    private SenderDomain() {}

    /**
     * Whether there is something to ask: not of the null sender, of one without a domain, with an address literal in its
     * place, or with one that can be read in two ways.
     */
    static boolean askable(String sender) {
        String domain = text(sender);
        return sender.contains("@")
                && !domain.startsWith("[")
                && !AMBIGUOUS.matcher(domain).find();
    }

    /** What stands behind the last @. */
    static String text(String sender) {
        return sender.substring(sender.lastIndexOf('@') + 1);
    }

    /** In A-labels (RFC 5890); {@code null} if there cannot be such a domain. */
    static @Nullable Name of(String sender) {
        String ascii = ascii(text(sender));
        if (ascii.length() > LONGEST || !LABELS.matcher(ascii).matches()) {
            return null;
        }
        try {
            return Name.fromString(ascii, Name.root);
        } catch (TextParseException e) {
            throw new IllegalStateException("matches, but is no name: " + ascii, e);
        }
    }

    /** Empty if it cannot be written so. */
    private static String ascii(String domain) {
        if (domain.chars().allMatch(c -> c < 128)) {
            return domain;
        }
        try {
            return domain.length() > LONGEST ? "" : IDN.toASCII(domain, IDN.ALLOW_UNASSIGNED);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
