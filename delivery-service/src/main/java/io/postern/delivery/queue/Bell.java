package io.postern.delivery.queue;

import static java.util.Objects.requireNonNull;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Rung when fresh mail is in custody, so that its delivery need not wait for the next look into the queue. */
@ApplicationScoped
public class Bell {

    /** Who waits for it. */
    enum Listener {
        MAILBOXES,
        NETWORK
    }

    private final Map<Listener, Semaphore> rung = new EnumMap<>(Listener.class);

    public Bell() {
        for (Listener listener : Listener.values()) {
            rung.put(listener, new Semaphore(0));
        }
    }

    /** For everybody. */
    public void ring() {
        rung.values().forEach(Semaphore::release);
    }

    void ring(Listener listener) {
        semaphore(listener).release();
    }

    /** Returns when the bell is rung, or was since the last wait, and at the latest after {@code most}. */
    void await(Listener listener, Duration most) throws InterruptedException {
        if (semaphore(listener).tryAcquire(most.toNanos(), TimeUnit.NANOSECONDS)) {
            semaphore(listener).drainPermits();
        }
    }

    private Semaphore semaphore(Listener listener) {
        return requireNonNull(rung.get(listener));
    }
}
