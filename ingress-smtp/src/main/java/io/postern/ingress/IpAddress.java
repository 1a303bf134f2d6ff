package io.postern.ingress;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** Addresses in the one form in which they are compared and written down. */
public final class IpAddress {

    private IpAddress() {}

    /**
     * IPv6 as RFC 5952 has it, without a zone; IPv4 in IPv6 ({@code ::ffff:a.b.c.d}) is IPv4.
     *
     * @return {@code null} if the text is no address; no name is looked up
     */
    public static @Nullable String canonical(String text) {
        int zone = text.indexOf('%');
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(zone < 0 ? text : text.substring(0, zone));
        if (bytes == null) {
            return null;
        }
        try {
            return NetUtil.toAddressString(InetAddress.getByAddress(bytes));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("of 4 or 16 bytes: " + text, e);
        }
    }
}
