package io.postern.ingress.defence;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Time that passes when a test says so, on the wall and for who counts nanoseconds. */
final class Hours extends Clock implements Ticker {

    static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

    private long nanos = Long.MAX_VALUE - Duration.ofMinutes(1).toNanos(); // a counter may overflow

    private Instant now = START;

    synchronized void pass(Duration time) {
        nanos += time.toNanos();
        now = now.plus(time);
    }

    @Override
    public synchronized long read() {
        return nanos;
    }

    @Override
    public synchronized Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException();
    }
}
