package io.postern.greylist;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/** A backend that is away: while it is, one attempt a second finds out whether it is back, and all others do not try. */
final class Outage {

    private static final Logger LOG = Logger.getLogger(Outage.class);
    private static final long PAUSE = Duration.ofSeconds(1).toNanos();

    private final AtomicBoolean away = new AtomicBoolean();
    private final AtomicLong next = new AtomicLong();

    /** Whether to leave it alone. */
    boolean under() {
        if (!away.get()) {
            return false;
        }
        long now = System.nanoTime();
        long due = next.get();
        return now - due < 0 || !next.compareAndSet(due, now + PAUSE);
    }

    /** It failed. */
    void begin() {
        next.set(System.nanoTime() + PAUSE);
        if (!away.getAndSet(true)) {
            LOG.warn("the database is away, asked once a second until it is back");
        }
    }

    /** It answered. */
    void end() {
        if (away.getAndSet(false)) {
            LOG.info("the database is back");
        }
    }
}
