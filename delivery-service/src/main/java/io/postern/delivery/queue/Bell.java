package io.postern.delivery.queue;

import static java.util.Objects.requireNonNull;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Rung when something may have become due, so that it need not wait for the next look into the queue. */
@ApplicationScoped
public class Bell {

    /** Who waits for it. */
    enum Listener {
        MAILBOXES,
        NETWORK
    }

    private final Map<Listener, Semaphore> stirred = new EnumMap<>(Listener.class);
    private final Map<Listener, AtomicBoolean> rung = new EnumMap<>(Listener.class);

    public Bell() {
        for (Listener listener : Listener.values()) {
            stirred.put(listener, new Semaphore(0));
            rung.put(listener, new AtomicBoolean());
        }
    }

    /** For everybody. */
    public void ring() {
        for (Listener listener : Listener.values()) {
            ring(listener);
        }
    }

    void ring(Listener listener) {
        requireNonNull(rung.get(listener)).set(true);
        stir(listener);
    }

    /** Wakes a listener for another reason than that something may have become due. */
    void stir(Listener listener) {
        semaphore(listener).release();
    }

    /** Whether it was rung since this was asked last. */
    boolean rung(Listener listener) {
        return requireNonNull(rung.get(listener)).getAndSet(false);
    }

    /** Returns when the listener is woken, or was since the last wait, and at the latest after {@code most}. */
    void await(Listener listener, Duration most) throws InterruptedException {
        if (semaphore(listener).tryAcquire(most.toNanos(), TimeUnit.NANOSECONDS)) {
            semaphore(listener).drainPermits();
        }
    }

    private Semaphore semaphore(Listener listener) {
        return requireNonNull(stirred.get(listener));
    }
}
