package io.postern.check.lists;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.xbill.DNS.Name;

/** Names that something is known of for some time; of too many the oldest are forgotten. Safe for use by many threads. */
final class Remembered {

    private static final int MOST = 10_000;
    private static final Duration LONGEST = Duration.ofHours(1);

    /** Until when, by System.nanoTime(). */
    private final Map<Name, Long> names = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Name, Long> eldest) {
            return size() > MOST;
        }
    };

    synchronized boolean has(Name name) {
        Long until = names.get(name);
        return until != null && until - System.nanoTime() > 0;
    }

    synchronized void add(Name name, Duration time) {
        Duration bounded = time.compareTo(LONGEST) > 0 ? LONGEST : time;
        names.put(name, System.nanoTime() + bounded.toNanos());
    }
}
