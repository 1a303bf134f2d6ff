package io.postern.greylist;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/**
 * A database that is away: while it is, one attempt after the other, at most one a second, finds out whether it is back, and
 * all others do not try. One that is late may only have been held up: the next attempt after it finds out at once.
 */
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

    /** It cannot be reached. */
    void gone(Throwable cause) {
        begin(System.nanoTime() + PAUSE, cause);
    }

    /** It did not answer in time, and nobody else meanwhile. */
    void silent(Throwable cause) {
        if (!away.get()) {
            begin(System.nanoTime(), cause);
        }
    }

    private void begin(long again, Throwable cause) {
        next.set(again);
        if (!away.getAndSet(true)) {
            LOG.warnf("the database is away, asked now and then until it is back cause=%s", cause);
        }
    }

    /** It answered. */
    void over() {
        if (away.getAndSet(false)) {
            LOG.info("the database is back");
        }
    }
}
