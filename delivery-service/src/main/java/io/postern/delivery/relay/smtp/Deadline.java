package io.postern.delivery.relay.smtp;

import java.time.Duration;

/** A moment by which something is over. */
public final class Deadline {

    private final long end;

    private Deadline(long end) {
        this.end = end;
    }

    /** So long from now. */
    public static Deadline in(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }

    /** Never negative. */
    public Duration left() {
        return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
    }

    public boolean over() {
        return left().isZero();
    }

    /** A limit that does not go beyond. */
    public Duration atMost(Duration limit) {
        Duration left = left();
        return limit.compareTo(left) < 0 ? limit : left;
    }

    /** Half of what is left is over by then. */
    public Deadline half() {
        return in(left().dividedBy(2));
    }
}
