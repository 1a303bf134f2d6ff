package io.postern.check.client;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Address;

/** Reads addresses; no name is ever looked up. */
public final class IpAddress {

    private static final Pattern V4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
    private static final Pattern V6 = Pattern.compile("[0-9A-Fa-f:]{2,39}|[0-9A-Fa-f:]{2,30}:[0-9.]{7,15}");

    private IpAddress() {}

    /**
     * An address of either family; a zone is dropped, and IPv4 in IPv6 ({@code ::ffff:192.0.2.1}) is IPv4.
     *
     * @return {@code null} if the text is none
     */
    public static @Nullable InetAddress of(String text) {
        int zone = text.indexOf('%');
        String address = zone < 0 ? text : text.substring(0, zone);
        return address.contains(":") ? v6(address) : v4(address);
    }

    /** Four numbers without leading zeros (RFC 5321 section 4.1.3 would let them pass, but nobody knows their base). */
    public static @Nullable InetAddress v4(String text) {
        return V4.matcher(text).matches() ? address(Address.toByteArray(text, Address.IPv4)) : null;
    }

    /** @return {@code null} if the text is none */
    public static @Nullable InetAddress v6(String text) {
        return V6.matcher(text).matches() ? address(Address.toByteArray(text, Address.IPv6)) : null;
    }

    private static @Nullable InetAddress address(byte @Nullable [] bytes) {
        if (bytes == null) {
            return null;
        }
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("of 4 or 16 bytes", e);
        }
    }
}
