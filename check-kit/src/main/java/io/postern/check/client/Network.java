package io.postern.check.client;

import io.netty.util.NetUtil;
import java.math.BigInteger;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * An IPv4 or IPv6 network in CIDR notation.
 *
 * @param first any address in it
 * @param prefix bits that count
 */
public record Network(InetAddress first, int prefix) {

    /** @return {@code null} if the text is neither an address nor a network */
    public static @Nullable Network of(String text) {
        int slash = text.indexOf('/');
        InetAddress address = IpAddress.of(slash < 0 ? text : text.substring(0, slash));
        if (address == null) {
            return null;
        }
        int length = address.getAddress().length * Byte.SIZE;
        String bits = slash < 0 ? Integer.toString(length) : text.substring(slash + 1);
        return bits.matches("\\d{1,3}") && Integer.parseInt(bits) <= length
                ? new Network(address, Integer.parseInt(bits))
                : null;
    }

    /** Never so between IPv4 and IPv6. */
    public boolean contains(InetAddress address) {
        byte[] ours = first.getAddress();
        byte[] other = address.getAddress();
        return ours.length == other.length && start(ours).equals(start(other));
    }

    /** In CIDR notation, from its first address: {@code 192.0.2.0/24}, {@code 2001:db8::/64} (RFC 5952). */
    @Override
    public String toString() {
        byte[] masked = first.getAddress();
        for (int bit = prefix; bit < masked.length * Byte.SIZE; bit++) {
            masked[bit / Byte.SIZE] &= (byte) ~(0x80 >> bit % Byte.SIZE);
        }
        return NetUtil.bytesToIpAddress(masked) + "/" + prefix;
    }

    private BigInteger start(byte[] address) {
        return new BigInteger(1, address).shiftRight(address.length * Byte.SIZE - prefix);
    }
}
