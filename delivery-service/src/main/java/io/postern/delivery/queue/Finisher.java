package io.postern.delivery.queue;

import io.postern.delivery.RootCause;
import io.postern.delivery.queue.Bell.Listener;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/**
 * Notes what came of transfers, many at a time. What a peer has taken must not be sent to it again, so this goes before
 * the telling, and goes on until the database has it: only if that takes longer than the lease, or the process dies, is
 * a mail sent twice.
 */
@ApplicationScoped
class Finisher {

    private static final Logger LOG = Logger.getLogger(Finisher.class);
    private static final int BATCH = 200;
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

    private final Settlement settlement;
    private final AttemptTracer tracer;
    private final Announcer announcer;
    private final Untold untold;
    private final Bell bell;
    // Bounded by what the dispatcher has in hand.
    private final BlockingQueue<List<Attempt>> done = new LinkedBlockingQueue<>();
    private final AtomicInteger pending = new AtomicInteger();

    Finisher(Settlement settlement, AttemptTracer tracer, Announcer announcer, Untold untold, Bell bell) {
        this.settlement = settlement;
        this.tracer = tracer;
        this.announcer = announcer;
        this.untold = untold;
        this.bell = bell;
    }

    /** How many recipients are still to be noted. */
    int pending() {
        return pending.get();
    }

    void add(List<Attempt> attempts) {
        pending.addAndGet(attempts.size());
        done.add(attempts);
    }

    /** Notes what has come, for as long as there is something. @return how many recipients that were */
    int some(Duration patience) throws InterruptedException {
        List<Attempt> first = done.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
        if (first == null) {
            return 0;
        }
        List<Attempt> batch = new ArrayList<>(first);
        while (batch.size() < BATCH) {
            List<Attempt> next = done.poll();
            if (next == null) {
                break;
            }
            batch.addAll(next);
        }
        batch = tracer.traced(batch);
        persistently(batch);
        pending.addAndGet(-batch.size());
        untold.told(announcer.announce(batch));
        return batch.size();
    }

    private void persistently(List<Attempt> batch) throws InterruptedException {
        while (true) {
            try {
                if (settlement.finish(batch, false)) {
                    bell.ring();
                }
                bell.stir(Listener.NETWORK);
                return;
            } catch (SQLException | IOException | RuntimeException e) { // whatever it is, the peers have the mails
                LOG.warnf("transfers not noted yet recipients=%d cause=%s", batch.size(), RootCause.of(e));
                TimeUnit.NANOSECONDS.sleep(AFTER_FAILURE.toNanos());
            }
        }
    }
}
