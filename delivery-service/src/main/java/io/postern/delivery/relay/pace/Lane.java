package io.postern.delivery.relay.pace;

import java.time.Instant;
import java.time.InstantSource;

/** One destination. */
final class Lane {

    private final PaceLimits limits;
    private final Breaker breaker;
    private final Rate rate;
    private int running;
    private boolean proven;

    Lane(PaceLimits limits) {
        this.limits = limits;
        this.breaker = new Breaker(limits);
        this.rate = new Rate(limits.rate(), limits.per());
    }

    PaceLimits limits() {
        return limits;
    }

    synchronized Turn ask(InstantSource clock) {
        Instant now = clock.instant();
        Instant next = breaker.closed() ? rate.next(now) : later(breaker.until(), rate.next(now));
        if (next.isAfter(now)) {
            return new Turn.NotBefore(next);
        }
        // One that nobody has reached yet may be dead: it must not hold many up.
        if (running >= (proven() ? limits.concurrent() : 1)) {
            return new Turn.AfterAnother();
        }
        running++;
        rate.use(now);
        return new Turn.Go(new Pass(this, clock));
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /** @return whether it had failed before */
    synchronized boolean worked() {
        boolean failed = !breaker.fresh();
        running--;
        proven = true;
        breaker.worked();
        return failed;
    }

    synchronized void failed(Instant now) {
        running--;
        breaker.failed(now);
    }

    synchronized void left() {
        running--;
    }

    /** Whether it has taken mail, and did so the last times. */
    synchronized boolean proven() {
        return proven && breaker.closed();
    }

    /** Whether attempts are held back because nothing got through. */
    synchronized boolean leftAlone() {
        return !breaker.closed();
    }

    synchronized boolean running() {
        return running > 0;
    }

    /** Whether there is nothing about it that would have to be remembered. */
    synchronized boolean idle(Instant now) {
        return running == 0 && breaker.fresh() && rate.rested(now);
    }
}
