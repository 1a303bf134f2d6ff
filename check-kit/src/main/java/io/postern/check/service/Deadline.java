package io.postern.check.service;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Interrupts the thread that opened it, unless it is closed in time. After {@link #close} the thread is not interrupted. */
final class Deadline implements AutoCloseable {

    private final Thread worker = Thread.currentThread();
    private final Future<?> alarm;
    private boolean passed;
    private boolean closed;

    Deadline(ScheduledExecutorService timer, Duration left) {
        alarm = timer.schedule(this::strike, left.toNanos(), TimeUnit.NANOSECONDS);
    }

    private synchronized void strike() {
        if (!closed) {
            passed = true;
            worker.interrupt();
        }
    }

    synchronized boolean passed() {
        return passed;
    }

    @Override
    public synchronized void close() {
        closed = true;
        alarm.cancel(false);
        if (passed) {
            Thread.interrupted();
        }
    }
}
