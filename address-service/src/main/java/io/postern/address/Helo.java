package io.postern.address;

import io.postern.check.client.IpAddress;
import java.net.InetAddress;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;

/** What a client may call itself (RFC 5321 section 4.1.1.1), if it is legal. */
sealed interface Helo {

    /** A host name. */
    record Host(Name name) implements Helo {}

    /** An address literal (RFC 5321 section 4.1.3). */
    record Literal(InetAddress address) implements Helo {}

    /** Letters, digits and inner hyphens (RFC 1123 section 2.1). */
    String LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?+";

    /** At least two labels, of which the last is not a number: so that it is never taken for an address. */
    Pattern HOST = Pattern.compile("(?:" + LABEL + "\\.)++(?![0-9]+$)" + LABEL);

    String IPV6 = "IPv6:";
    int LONGEST = 253;

    /** @return {@code null} if it is neither */
    static @Nullable Helo of(String text) {
        return text.startsWith("[") ? literal(text) : host(text);
    }

    private static @Nullable Helo literal(String text) {
        if (!text.endsWith("]")) {
            return null;
        }
        String inner = text.substring(1, text.length() - 1);
        InetAddress address = inner.regionMatches(true, 0, IPV6, 0, IPV6.length())
                ? IpAddress.v6(inner.substring(IPV6.length()))
                : IpAddress.v4(inner);
        return address == null ? null : new Literal(address);
    }

    private static @Nullable Helo host(String text) {
        if (text.length() > LONGEST || !HOST.matcher(text).matches()) {
            return null;
        }
        try {
            return new Host(Name.fromString(text, Name.root));
        } catch (TextParseException e) {
            throw new IllegalStateException("matches, but is no name: " + text, e);
        }
    }
}
