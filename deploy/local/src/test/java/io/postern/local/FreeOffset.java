package io.postern.local;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.util.Arrays;
import java.util.Random;

/** Finds an offset at which every port of a stack is free. */
final class FreeOffset {

    private static final int LOWEST = 1_000;
    private static final int ATTEMPTS = 100;

    private FreeOffset() {}

    static int find() {
        return new Random()
                .ints(ATTEMPTS, LOWEST, Port.MAX_OFFSET)
                .filter(offset -> Arrays.stream(Port.values()).allMatch(port -> free(port.at(offset))))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no free ports"));
    }

    private static boolean free(int port) {
        try {
            new ServerSocket(port).close();
            new DatagramSocket(port).close();
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
