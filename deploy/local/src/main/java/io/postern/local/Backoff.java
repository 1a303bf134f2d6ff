package io.postern.local;

import java.time.Duration;

/** How long to wait before a part that died is started again: longer each time, until it has stayed up for a while. */
final class Backoff {

    private static final Duration FIRST = Duration.ofMillis(200);
    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final Duration STABLE = Duration.ofSeconds(30);

    private Duration next = FIRST;

    /** The pause after a death that came {@code uptime} after the start. */
    Duration afterUptime(Duration uptime) {
        if (uptime.compareTo(STABLE) >= 0) {
            next = FIRST;
        }
        Duration pause = next;
        Duration doubled = next.multipliedBy(2);
        next = doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
        return pause;
    }
}
