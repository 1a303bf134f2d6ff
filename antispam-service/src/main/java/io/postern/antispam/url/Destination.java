package io.postern.antispam.url;

import io.postern.antispam.letter.Domains;
import io.postern.check.lists.Family;
import io.postern.check.lists.QueryName;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;

/**
 * Where a link leads, as a list may have it.
 *
 * @param shown for the operator: the domain that somebody has registered, or the address
 * @param name under which lists have it, without their zone
 */
record Destination(String shown, Name name, Family family) {

    private static final Pattern NUMBER_LAST = Pattern.compile("\\.[0-9]+\\z");

    /** @return {@code null} if no list can have it: a network of one's own, a single label, nonsense */
    static @Nullable Destination of(String host) {
        String decoded = WebHost.decoded(host);
        byte[] octets = WebHost.octets(decoded);
        return octets == null ? ofName(decoded) : ofAddress(octets);
    }

    /** What ends in a number and is no address is nothing. */
    private static @Nullable Destination ofName(String host) {
        Name name = NUMBER_LAST.matcher(host).find() ? null : QueryName.ofDomain(host);
        String registered = name == null ? "" : Domains.organisation(name.toString());
        Name asked = QueryName.ofDomain(registered);
        return asked == null ? null : new Destination(registered, asked, Family.NAME);
    }

    private static @Nullable Destination ofAddress(byte[] octets) {
        try {
            InetAddress address = InetAddress.getByAddress(octets);
            boolean ours = address.isLoopbackAddress()
                    || address.isAnyLocalAddress()
                    || address.isSiteLocalAddress()
                    || address.isLinkLocalAddress()
                    || address.isMulticastAddress();
            return ours
                    ? null
                    : new Destination(address.getHostAddress(), QueryName.ofAddress(octets), Family.of(octets));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("of 4 or 16 octets", e);
        }
    }
}
