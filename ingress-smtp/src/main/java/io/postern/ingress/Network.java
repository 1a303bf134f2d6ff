package io.postern.ingress;

import io.netty.util.NetUtil;
import java.util.Arrays;

/**
 * An IPv4 or IPv6 network in CIDR notation.
 *
 * @param address 4 or 16 bytes
 * @param prefix bits that count
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Network(byte[] address, int prefix) {

    /** @throws IllegalArgumentException naming the text, if it is neither an address nor a network */
    public static Network of(String text) {
        int slash = text.indexOf('/');
        String host = slash < 0 ? text : text.substring(0, slash);
        byte[] address = NetUtil.createByteArrayFromIpAddressString(host);
        int prefix = -1;
        if (address != null) {
            String bits = slash < 0 ? Integer.toString(address.length * 8) : text.substring(slash + 1);
            prefix = bits.matches("\\d{1,3}") ? Integer.parseInt(bits) : -1;
        }
        if (address == null || prefix < 0 || prefix > address.length * 8) {
            throw new IllegalArgumentException("not a network: " + text);
        }
        return new Network(address, prefix);
    }

    /** Whether the address, in text form, lies in it; never so between IPv4 and IPv6. */
    public boolean contains(String ip) {
        byte[] other = NetUtil.createByteArrayFromIpAddressString(ip);
        if (other == null || other.length != address.length) {
            return false;
        }
        int whole = prefix / 8;
        if (!Arrays.equals(address, 0, whole, other, 0, whole)) {
            return false;
        }
        int mask = 0xff << (8 - prefix % 8) & 0xff;
        return prefix % 8 == 0 || (address[whole] & mask) == (other[whole] & mask);
    }
}
