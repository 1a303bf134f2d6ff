package io.postern.delivery.custody;

import io.postern.delivery.RootCause;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Waits out what is down: the database, Kafka. Mail waits in the log meanwhile, nothing is dropped, and readiness says
 * that custody stands still.
 */
@ApplicationScoped
class Patience {

    private static final Logger LOG = Logger.getLogger(Patience.class);
    private static final long FIRST_MS = 250;
    private static final int LAST_DOUBLING = 5;

    private final CountDownLatch stopping = new CountDownLatch(1);
    private volatile @Nullable String waitingFor;

    /**
     * Waits, longer with each failure up to eight seconds.
     *
     * @param failures how many there were in a row
     * @throws IllegalStateException if the service stops: what is not done comes again at the next start
     */
    void outlast(Exception cause, int failures) {
        String why = RootCause.of(cause).toString();
        waitingFor = why;
        long wait = FIRST_MS << Math.min(failures - 1, LAST_DOUBLING);
        LOG.warnf("custody stands still, trying again failures=%d retryMs=%d cause=%s", failures, wait, why);
        if (stopped(wait)) {
            throw new IllegalStateException("the service stops", cause);
        }
    }

    /** What was waited for has come. */
    void over() {
        waitingFor = null;
    }

    /** What went wrong last; {@code null} while custody goes on. */
    @Nullable
    String waitingFor() {
        return waitingFor;
    }

    void stop(@Observes ShutdownEvent event) {
        stopping.countDown();
    }

    private boolean stopped(long wait) {
        try {
            return stopping.await(wait, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
