package io.postern.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Calls one server after the other, each time over a new connection, and takes the time from connecting to the reply to
 * RCPT: what a client waits for the checks of connection, greeting and recipient is in it.
 */
record Calls(List<Target> targets, String sender, String recipient) {

    /** In turns, so that whatever else the machine does hits all alike; the figures of each target. */
    List<Figures> run(int count) throws IOException {
        long[][] waits = new long[targets.size()][count];
        for (int call = 0; call < count; call++) {
            for (int target = 0; target < targets.size(); target++) {
                waits[target][call] = call(targets.get(target));
            }
        }
        List<Figures> figures = new ArrayList<>();
        for (long[] all : waits) {
            figures.add(new Figures(count, 0, Duration.ZERO, all, Duration.ZERO));
        }
        return figures;
    }

    private long call(Target target) throws IOException {
        long start = System.nanoTime();
        try (SmtpConnection connection = new SmtpConnection(target)) {
            int code = connection.offer(sender, recipient);
            if (code != 250) {
                throw new IOException(target + " refused the recipient: " + code);
            }
            return System.nanoTime() - start;
        }
    }
}
