package io.postern.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Domains that live and domains that are dead, as zones, and the hosts of the dead. Every second of these refuses
 * connections; the others swallow them: they listen, but the queue of those that wait to be accepted is full.
 */
final class DeadHosts implements AutoCloseable {

    private static final int LAST_BYTE = 250;

    private final int port;
    private final List<AutoCloseable> open = new ArrayList<>();

    DeadHosts(int port) {
        this.port = port;
    }

    static String living(int number) {
        return "d" + number + ".living.example";
    }

    static String dead(int number) {
        return "d" + number + ".dead.example";
    }

    /** @return the zones as files of the settings, by name; the hosts of the dead swallow from now on */
    Map<String, String> open(int livingDomains, int deadDomains) throws IOException {
        StringBuilder living = zone();
        for (int i = 0; i < livingDomains; i++) {
            living.append("d%d MX 10 mx%d%nmx%d A 127.0.0.1%n".formatted(i, i, i));
        }
        StringBuilder dead = zone();
        for (int i = 0; i < deadDomains; i++) {
            String address = "127.%d.%d.%d".formatted(1 + i % 2, i / LAST_BYTE, 1 + i % LAST_BYTE);
            dead.append("d%d MX 10 mx%d%nmx%d A %s%n".formatted(i, i, i, address));
            if (i % 2 == 0) {
                swallow(InetAddress.getByName(address));
            }
        }
        return Map.of("dns/living.example.zone", living.toString(), "dns/dead.example.zone", dead.toString());
    }

    private static StringBuilder zone() {
        return new StringBuilder(
                "$TTL 3600\n@ SOA localhost. postmaster.bench.example. 1 3600 600 86400 10\n NS localhost.\n");
    }

    private void swallow(InetAddress address) throws IOException {
        open.add(new ServerSocket(port, 1, address));
        for (int i = 0; i < 3; i++) { // as many as the queue holds, and one that waits for a place
            SocketChannel waiting = SocketChannel.open();
            waiting.configureBlocking(false);
            waiting.connect(new InetSocketAddress(address, port));
            open.add(waiting);
        }
    }

    @Override
    public void close() throws IOException {
        for (AutoCloseable one : open) {
            try {
                one.close();
            } catch (IOException e) {
                throw e;
            } catch (Exception e) {
                throw new IOException(e);
            }
        }
    }
}
