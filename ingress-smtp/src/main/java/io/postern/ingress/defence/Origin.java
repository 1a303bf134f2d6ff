package io.postern.ingress.defence;

import io.netty.util.NetUtil;
import java.util.HexFormat;

/**
 * Where a client comes from.
 *
 * @param address its address
 * @param network the /24 of an IPv4 address, the /64 of an IPv6 address
 * @param subscriber the least that one subscriber has: an IPv4 address, or an IPv6 /64, in which he has more addresses than
 *     we could count
 */
record Origin(String address, String network, String subscriber) {

    private static final int IPV6_NETWORK_BYTES = 8;

    /** @param ip in text; what is no address is a network of its own */
    static Origin of(String ip) {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(ip);
        if (bytes == null) {
            return new Origin(ip, ip, ip);
        }
        if (bytes.length == 4) {
            return new Origin(ip, ip.substring(0, ip.lastIndexOf('.')), ip);
        }
        String network = HexFormat.of().formatHex(bytes, 0, IPV6_NETWORK_BYTES);
        return new Origin(ip, network, network);
    }
}
