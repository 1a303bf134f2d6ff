package io.postern.check.lists;

import java.net.IDN;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Address;
import org.xbill.DNS.Name;
import org.xbill.DNS.NameTooLongException;
import org.xbill.DNS.TextParseException;

/** The names under which lists have what they list, without the list's zone. */
public final class QueryName {

    private static final String HEX = "0123456789abcdef";
    private static final int IPV4 = 4;
    private static final int IPV6 = 16;
    /** What a list of names has to have unless it says another. */
    static final Name TEST = parsed("test");

    private static final Name INVALID = parsed("invalid");

    private QueryName() {}

    /** The octets of an address in text, {@code null} if it is none. */
    public static byte @Nullable [] octets(String ip) {
        byte[] ipv4 = Address.toByteArray(ip, Address.IPv4);
        return ipv4 != null ? ipv4 : Address.toByteArray(ip, Address.IPv6);
    }

    /** The octets of an IPv4 address or the nibbles of an IPv6 address backwards (RFC 5782 sections 2.1 and 2.4). */
    public static Name ofAddress(byte[] octets) {
        StringBuilder name = new StringBuilder(4 * octets.length);
        for (int i = octets.length - 1; i >= 0; i--) {
            if (octets.length == IPV4) {
                name.append(octets[i] & 0xff).append('.');
            } else {
                name.append(HEX.charAt(octets[i] & 0xf)).append('.');
                name.append(HEX.charAt((octets[i] >> 4) & 0xf)).append('.');
            }
        }
        return parsed(name.substring(0, name.length() - 1));
    }

    /** The domain in A-labels, {@code null} if no list can have it: an address in brackets, a single label, nonsense. */
    public static @Nullable Name ofDomain(String domain) {
        String plain = domain.endsWith(".") ? domain.substring(0, domain.length() - 1) : domain;
        try {
            String ascii = IDN.toASCII(plain, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
            boolean name = ascii.indexOf('.') > 0 && ascii.chars().allMatch(QueryName::isOfAName);
            return name ? Name.fromString(ascii) : null;
        } catch (IllegalArgumentException | TextParseException e) {
            return null;
        }
    }

    private static boolean isOfAName(int c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
    }

    /** What a list has to have: 127.0.0.2, for IPv6 as ::FFFF:7F00:2; its test entry (RFC 5782 section 5). */
    static Name ofListed(DnsList list, Family family) {
        return family == Family.NAME ? list.testEntry() : loopback(2, family);
    }

    /** What no list may have: 127.0.0.1, for IPv6 as ::FFFF:7F00:1; INVALID (RFC 5782 section 5). */
    static Name ofUnlisted(Family family) {
        return family == Family.NAME ? INVALID : loopback(1, family);
    }

    private static Name loopback(int last, Family family) {
        byte[] octets = new byte[family == Family.IPV6 ? IPV6 : IPV4];
        if (family == Family.IPV6) {
            octets[IPV6 - 6] = -1;
            octets[IPV6 - 5] = -1;
        }
        octets[octets.length - 4] = 127;
        octets[octets.length - 1] = (byte) last;
        return ofAddress(octets);
    }

    /**
     * A name that no list has, that no client can have, and that nobody has asked for before: an answer to it is the
     * list's own and of now. An address in 0.0.0.0/8 (RFC 1122 section 3.2.1.3) or in the reserved d000::/4 (RFC 4291
     * section 4), a name below {@code invalid}.
     */
    static Name ofNobody(Family family) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        if (family == Family.NAME) {
            return parsed("x" + Long.toHexString(random.nextLong()) + ".invalid");
        }
        byte[] octets = new byte[family == Family.IPV6 ? IPV6 : IPV4];
        random.nextBytes(octets);
        octets[0] = (byte) (family == Family.IPV6 ? 0xd0 | (octets[0] & 0xf) : 0);
        return ofAddress(octets);
    }

    private static Name parsed(String name) {
        try {
            return Name.fromString(name);
        } catch (TextParseException e) {
            throw new IllegalArgumentException(name, e);
        }
    }

    /** The whole name, {@code null} if it would be too long for the DNS. */
    static @Nullable Name under(DnsList list, Name name) {
        try {
            return Name.concatenate(name, list.zone());
        } catch (NameTooLongException e) {
            return null;
        }
    }

    /** The network of an address, for counting: /24 or /64. */
    public static long network(byte[] octets) {
        long network = octets.length;
        for (int i = 0; i < (octets.length == IPV4 ? 3 : 8); i++) {
            network = network << 8 | (octets[i] & 0xff);
        }
        return network;
    }
}
