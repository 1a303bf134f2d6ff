package io.postern.system.gateway;

import io.postern.local.Port;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;

/** Finds ports that are free, and that no client of another connection is given meanwhile. */
public final class FreePorts {

    // Below 32768, where many systems begin to hand out ports to clients.
    private static final int FIRST = 100;
    private static final int LAST = 13_000;
    private static final int FIRST_SINGLE = 5_000;
    private static final int LAST_SINGLE = 8_000;
    private static final int TRIES = 100;

    private FreePorts() {}

    /** One port that is free now. */
    public static int one() {
        for (int i = 0; i < TRIES; i++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST_SINGLE, LAST_SINGLE);
            if (free(port)) {
                return port;
            }
        }
        throw new IllegalStateException("no free port");
    }

    /** An offset at which every port of a stack is free. */
    public static int offset() {
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
