package io.postern.tracing;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** So many a second and no more; what was not taken in one second is gone in the next. */
final class Allowance {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final int perSecond;
    private final LongSupplier nanos;
    private long second;
    private int taken;

    Allowance(int perSecond, LongSupplier nanos) {
        this.perSecond = perSecond;
        this.nanos = nanos;
        this.second = nanos.getAsLong();
    }

    /** @return whether there is still one to be had */
    synchronized boolean take() {
        long now = nanos.getAsLong();
        if (now - second >= SECOND) {
            second = now;
            taken = 0;
        }
        return taken++ < perSecond;
    }
}
