package io.postern.av.clamd;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;

/**
 * Where a clamd listens.
 *
 * @param host its name or address; of a Unix socket the path
 * @param port 1 to 65535; 0 if it is a Unix socket
 */
public record ClamdAddress(String host, int port) {

    private static final int LAST_PORT = 65_535;

    /**
     * Reads {@code host:port}, {@code [IPv6]:port}, or the absolute path of a Unix socket.
     *
     * @throws IllegalArgumentException saying why it is none of these
     */
    public static ClamdAddress of(String text) {
        String path = text.startsWith("unix:") ? text.substring("unix:".length()) : text;
        if (path.startsWith("/")) {
            return new ClamdAddress(path, 0);
        }
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "" : text.substring(0, colon);
        String port = text.substring(colon + 1);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        } else if (host.contains(":")) {
            throw new IllegalArgumentException("an IPv6 address needs brackets: " + text);
        }
        if (host.isBlank() || !port.matches("\\d{1,5}")) {
            throw new IllegalArgumentException("neither host:port nor the path of a Unix socket: " + text);
        }
        int number = Integer.parseInt(port);
        if (number < 1 || number > LAST_PORT) {
            throw new IllegalArgumentException("not a port: " + text);
        }
        return new ClamdAddress(host, number);
    }

    boolean unix() {
        return port == 0;
    }

    /** Looks the host up, each time anew: it may have moved. */
    SocketAddress resolve() throws UnknownHostException {
        if (unix()) {
            return UnixDomainSocketAddress.of(Path.of(host));
        }
        InetSocketAddress resolved = new InetSocketAddress(host, port);
        if (resolved.isUnresolved()) {
            throw new UnknownHostException("cannot look up " + host);
        }
        return resolved;
    }

    @Override
    public String toString() {
        if (unix()) {
            return host;
        }
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
