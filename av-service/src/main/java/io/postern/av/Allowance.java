package io.postern.av;

import java.time.Duration;

/**
 * How long the scans of a mail may take, in terms of {@link System#nanoTime}.
 *
 * @param waited until when somebody waits
 * @param worked until when it is worth going on for the next time somebody asks
 */
record Allowance(long waited, long worked) {

    static Allowance fromNow(Duration deadline, Duration late) {
        long waited = System.nanoTime() + deadline.toNanos();
        return new Allowance(waited, waited + late.toNanos());
    }

    /** How long one of several engines may try, if so many others are left to try it afterwards. */
    Duration share(int others) {
        long now = System.nanoTime();
        long share = others == 0 ? worked - now : (waited - now) / (others + 1);
        return Duration.ofNanos(Math.max(share, 0));
    }
}
