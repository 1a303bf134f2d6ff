package io.postern.av;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What is known of bytes by their digest: bounded in number and in time; what was not asked for longest goes first. */
final class DigestCache {

    private record Entry(Report report, Instant until) {}

    private final Map<String, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
    private final int limit;
    private final Duration expiry;
    private final Clock clock;

    DigestCache(int limit, Duration expiry, Clock clock) {
        this.limit = limit;
        this.expiry = expiry;
        this.clock = clock;
    }

    /** What is known, if it still holds. */
    synchronized @Nullable Report find(String digest, Predicate<Report> holds) {
        Entry entry = entries.get(digest);
        if (entry == null) {
            return null;
        }
        if (clock.instant().isBefore(entry.until()) && holds.test(entry.report())) {
            return entry.report();
        }
        entries.remove(digest);
        return null;
    }

    synchronized void put(String digest, Report report) {
        entries.put(digest, new Entry(report, clock.instant().plus(expiry)));
        if (entries.size() > limit) {
            var oldest = entries.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
    }

    synchronized int size() {
        return entries.size();
    }
}
