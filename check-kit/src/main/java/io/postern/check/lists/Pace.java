package io.postern.check.lists;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * When lists are probed.
 *
 * @param interval of a list in service
 * @param retry of one that has just gone out
 */
record Pace(Duration interval, Duration retry, RandomGenerator random) {

    /** Between the good probes that bring a list back. */
    static final Duration CONFIRM = Duration.ofSeconds(1);

    private static final Duration VERIFY = Duration.ofSeconds(2);
    private static final double SPREAD = 0.5;

    /** Spread, so that of many instances one is first and the others need not. */
    Duration next() {
        return spread(interval);
    }

    /** After another instance has found a list broken: soon, to see for oneself. */
    Duration verification() {
        return spread(VERIFY.multipliedBy(2));
    }

    /** The next pause of a list that stays broken. */
    Duration longer(Duration pause) {
        Duration doubled = pause.multipliedBy(2);
        return doubled.compareTo(interval) > 0 ? interval : doubled;
    }

    Duration spread(Duration pause) {
        return pause.plusNanos((long) (pause.toNanos() * SPREAD * random.nextDouble()));
    }
}
