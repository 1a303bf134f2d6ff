package io.postern.bench;

import java.net.InetSocketAddress;

/**
 * A server under load.
 *
 * @param local the address of this machine to come from; empty: any
 */
record Target(String host, int port, String local) {

    /** Reads {@code HOST:PORT} or {@code PORT}, which is on this machine; with {@code @ADDRESS} to come from there. */
    static Target parse(String text) {
        int at = text.indexOf('@');
        String server = at < 0 ? text : text.substring(0, at);
        int colon = server.lastIndexOf(':');
        String host = colon < 0 ? "127.0.0.1" : server.substring(0, colon);
        try {
            return new Target(
                    host, Integer.parseInt(server.substring(colon + 1)), at < 0 ? "" : text.substring(at + 1));
        } catch (NumberFormatException e) {
            throw new BadOption("not a target: " + text, e);
        }
    }

    /** Where a connection to it comes from. */
    InetSocketAddress from() {
        return local.isEmpty() ? new InetSocketAddress(0) : new InetSocketAddress(local, 0);
    }

    @Override
    public String toString() {
        return host + ":" + port + (local.isEmpty() ? "" : "@" + local);
    }
}
