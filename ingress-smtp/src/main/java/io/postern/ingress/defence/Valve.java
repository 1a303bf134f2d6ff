package io.postern.ingress.defence;

import java.util.concurrent.atomic.LongAdder;
import org.jboss.logging.Logger;

/** Refuses the clients that a pressure leaves no room for, and says in the log when that begins and ends. */
final class Valve {

    private static final Logger LOG = Logger.getLogger(Valve.class);

    /** Looks without a refusal before it is over: at its edge a pressure comes and goes. */
    private static final int QUIET = 10;

    private final Pressure pressure;
    private final LongAdder refusals = new LongAdder();

    // What follows is touched by look() only, and that is called by one thread.
    private long before;
    private long seen;
    private int quiet;
    private boolean refusing;

    Valve(Pressure pressure) {
        this.pressure = pressure;
    }

    Pressure pressure() {
        return pressure;
    }

    /** Whether clients of this rank are refused now. */
    boolean refuses(Rank rank) {
        return refuses(rank, pressure.share().getAsDouble());
    }

    /** Whether clients of this rank are refused at this share. One that is not known refuses nobody. */
    boolean refuses(Rank rank, double share) {
        if (share >= rank.share()) {
            refusals.increment();
            return true;
        }
        return false;
    }

    /** Says in the log what has begun or ended since it looked last. */
    void look() {
        long now = refusals.sum();
        if (now > seen) {
            quiet = 0;
            if (!refusing) {
                refusing = true;
                before = seen;
                LOG.warnf("overload begins resource=%s share=%s", pressure.resource(), share());
            }
            seen = now;
        } else if (refusing && ++quiet == QUIET) {
            refusing = false;
            LOG.infof("overload ends resource=%s share=%s refused=%d", pressure.resource(), share(), now - before);
        }
    }

    /** Whether it has begun and not ended, as far as the log says. */
    boolean refusing() {
        return refusing;
    }

    private double share() {
        return Math.round(pressure.share().getAsDouble() * 100) / 100.0;
    }
}
