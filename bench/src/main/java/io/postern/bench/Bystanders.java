package io.postern.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Connections that do next to nothing while others send mail: idle ones have greeted and are silent; slow ones are in the
 * midst of a mail, of which they send a byte a second.
 */
final class Bystanders implements AutoCloseable {

    private static final Duration PERIOD = Duration.ofSeconds(1);

    private final List<SmtpConnection> all = new ArrayList<>();
    private final List<SmtpConnection> slow = new ArrayList<>();
    private final Thread dripping = Thread.ofPlatform().daemon().name("drip").unstarted(this::drip);
    private volatile @Nullable IOException broken;

    /** @throws IOException if the server does not take all of them */
    Bystanders(Target target, int idle, int drip, String sender, String recipient) throws IOException {
        try {
            for (int i = 0; i < idle + drip; i++) {
                all.add(new SmtpConnection(target));
            }
            for (SmtpConnection connection : all.subList(idle, all.size())) {
                connection.begin(sender, recipient);
                slow.add(connection);
            }
        } catch (IOException e) {
            IOException told = new IOException("only " + all.size() + " bystanders were let in: " + e.getMessage(), e);
            close();
            throw told;
        }
        dripping.start();
    }

    private void drip() {
        try {
            while (!slow.isEmpty()) {
                long began = System.nanoTime();
                for (SmtpConnection connection : slow) {
                    connection.drip();
                }
                Thread.sleep(PERIOD.minusNanos(Math.min(PERIOD.toNanos(), System.nanoTime() - began)));
            }
        } catch (IOException e) {
            broken = e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** @throws IOException if some of them did not last: then figures with them would mislead */
    void stillThere() throws IOException {
        IOException cause = broken;
        if (cause != null) {
            throw new IOException("a slow connection was closed: " + cause.getMessage(), cause);
        }
        for (SmtpConnection connection : all) {
            connection.stillThere();
        }
    }

    @Override
    public void close() throws IOException {
        dripping.interrupt();
        for (SmtpConnection connection : all) {
            connection.drop();
        }
    }
}
