package io.postern.system.gateway;

import io.postern.local.Port;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;

/** Finds a port offset at which every port of a stack is free. */
final class FreePorts {

    // Below 32768, where many systems begin to hand out ports to clients.
    private static final int FIRST = 100;
    private static final int LAST = 13_000;
    private static final int TRIES = 100;

    private FreePorts() {}

    static int offset() {
        for (int i = 0; i < TRIES; i++) {
            int offset = ThreadLocalRandom.current().nextInt(FIRST, LAST);
            if (Arrays.stream(Port.values()).allMatch(port -> free(port.at(offset)))) {
                return offset;
            }
        }
        throw new IllegalStateException("no free ports for a stack");
    }

    private static boolean free(int port) {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (ServerSocket tcp = new ServerSocket(port, 1, loopback);
                DatagramSocket udp = new DatagramSocket(port, loopback)) {
            return tcp.isBound() && udp.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
