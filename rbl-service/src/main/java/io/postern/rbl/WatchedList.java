package io.postern.rbl;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * A list with all that is known of it: its standing, its share of clients, its figures, and the listings that were made
 * sure of.
 */
final class WatchedList {

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
    private final MeterRegistry meters;
    private final Counter listed;
    private final Counter notListed;
    private final Counter failed;

    /** Listings that are known to be no mistake. */
    private final Remembered sure = new Remembered();

    /** Names for which the list had an error, and which it may have for others than us to remember. */
    private final Remembered erring = new Remembered();

    WatchedList(DnsList list, Standing standing, HitRate hitRate, MeterRegistry meters) {
        this.list = list;
        this.standing = standing;
        this.hitRate = hitRate;
        this.meters = meters;
        this.listed = lookups(meters, Result.LISTED);
        this.notListed = lookups(meters, Result.NOT_LISTED);
        this.failed = lookups(meters, Result.FAILED);
    }

    /** The same list, described in another way. */
    WatchedList as(DnsList other) {
        if (other.equals(list)) {
            return this;
        }
        standing.describe(other);
        return new WatchedList(other, standing, hitRate, meters);
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

    Remembered sure() {
        return sure;
    }

    Remembered erring() {
        return erring;
    }
}
