package io.postern.rbl;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.LinkedHashMap;
import java.util.Map;
import org.xbill.DNS.Name;

/**
 * A list with all that is known of it: its standing, its share of clients, its figures, and the listings that were made
 * sure of.
 */
final class WatchedList {

    private static final int MAX_SURE = 10_000;

    /** What a look-up said. */
    enum Result {
        LISTED,
        NOT_LISTED,
        FAILED
    }

    private final DnsList list;
    private final Standing standing;
    private final HitRate hitRate;
    private final FailureRate failures = new FailureRate();
    private final Challenge ipv4Challenge = new Challenge();
    private final Challenge ipv6Challenge = new Challenge();
    private final Counter listed;
    private final Counter notListed;
    private final Counter failed;

    /** Until when a listing is known to be no mistake, by System.nanoTime(). */
    private final Map<Name, Long> sure = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Name, Long> eldest) {
            return size() > MAX_SURE;
        }
    };

    WatchedList(Standing standing, HitRate hitRate, MeterRegistry meters) {
        this.list = standing.list();
        this.standing = standing;
        this.hitRate = hitRate;
        this.listed = lookups(meters, Result.LISTED);
        this.notListed = lookups(meters, Result.NOT_LISTED);
        this.failed = lookups(meters, Result.FAILED);
    }

    private Counter lookups(MeterRegistry meters, Result result) {
        return Counter.builder("postern.rbl.lookups")
                .description("Look-ups by list and what they said")
                .tags("list", list.name(), "result", result.name())
                .register(meters);
    }

    DnsList list() {
        return list;
    }

    Standing standing() {
        return standing;
    }

    HitRate hitRate() {
        return hitRate;
    }

    FailureRate failures() {
        return failures;
    }

    void count(Result result) {
        switch (result) {
            case LISTED -> listed.increment();
            case NOT_LISTED -> notListed.increment();
            case FAILED -> failed.increment();
        }
    }

    /** By which a listing is made sure of. */
    Challenge challenge(boolean ipv6) {
        return ipv6 ? ipv6Challenge : ipv4Challenge;
    }

    boolean sureOf(Name listing) {
        synchronized (sure) {
            Long until = sure.get(listing);
            return until != null && until - System.nanoTime() > 0;
        }
    }

    void sureOf(Name listing, long seconds) {
        synchronized (sure) {
            sure.put(listing, System.nanoTime() + seconds * 1_000_000_000);
        }
    }
}
