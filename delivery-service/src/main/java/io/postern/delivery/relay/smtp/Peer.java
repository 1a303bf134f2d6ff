package io.postern.delivery.relay.smtp;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/**
 * Whom we speak to.
 *
 * @param name of the host, as its certificate has it
 * @param address of its port, or of a Unix socket
 * @param lmtp whether it speaks LMTP (RFC 2033)
 */
public record Peer(String name, SocketAddress address, boolean lmtp) {

    @Override
    public String toString() {
        if (address instanceof InetSocketAddress internet) {
            InetAddress ip = internet.getAddress();
            return name + "[" + (ip == null ? "" : ip.getHostAddress()) + "]:" + internet.getPort();
        }
        return address.toString();
    }
}
