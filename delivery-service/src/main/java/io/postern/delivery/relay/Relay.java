package io.postern.delivery.relay;

import io.postern.delivery.relay.mx.MailHosts;
import io.postern.delivery.relay.smtp.Deadline;
import io.postern.delivery.relay.smtp.Message;
import io.postern.delivery.relay.smtp.Outcome;
import io.postern.delivery.relay.smtp.Receiver;
import io.postern.delivery.relay.smtp.SmtpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import javax.net.ssl.SSLContext;

/** The way out. For any number of threads; they block, so let them be virtual ones. */
public final class Relay implements AutoCloseable {

    private final ScheduledThreadPoolExecutor timer;
    private final Stops stops;
    private final Pool pool;
    private final Connections connections;
    // Attempts hold it to read, whoever closes to write.
    private final ReentrantReadWriteLock underWay = new ReentrantReadWriteLock();

    /**
     * How connections are used again.
     *
     * @param most that wait at once; 0: none is used again
     * @param idle how long one waits
     * @param mails how many mails go over one
     * @param age how old one may become
     */
    public record Reuse(int most, Duration idle, int mails, Duration age) {
        public static final Reuse USUAL = new Reuse(64, Duration.ofSeconds(5), 100, Duration.ofMinutes(5));
    }

    /**
     * @param name ours, as we say it in EHLO: one that leads back to the address we connect from
     * @param mailHosts knows where the mail of a domain goes
     * @param trust whose certificates count where TLS is required
     * @param reuse how connections are used again
     */
    public Relay(String name, MailHosts mailHosts, SSLContext trust, Reuse reuse) {
        this.timer = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("relay-timer").factory());
        this.timer.setRemoveOnCancelPolicy(true);
        this.stops = new Stops(mailHosts);
        this.pool = new Pool(reuse, timer);
        this.connections =
                new Connections(new SmtpClient(name, trust, timer), pool, new Unreachable(InstantSource.system()));
    }

    /**
     * Makes one attempt.
     *
     * @param receivers each once
     * @param limit for all of it; it is over soon after, whatever the peers do
     * @return what came of it for each receiver, in the order given
     */
    public Map<Receiver, Outcome> deliver(Message message, List<Receiver> receivers, Route route, Duration limit) {
        underWay.readLock().lock();
        try {
            if (timer.isShutdown()) {
                throw new IllegalStateException("closed");
            }
            return new Attempt(connections, route, message, receivers, Deadline.in(limit)).run(stops);
        } finally {
            underWay.readLock().unlock();
        }
    }

    /** Waits for what is under way, and says farewell to all peers. Who cannot wait interrupts those who deliver. */
    @Override
    public void close() {
        pool.close();
        underWay.writeLock().lock();
        try {
            timer.shutdownNow();
        } finally {
            underWay.writeLock().unlock();
        }
    }
}
