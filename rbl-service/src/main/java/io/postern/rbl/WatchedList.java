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

    /**
     * What is known of the list in the DNS, however it is described.
     *
     * @param ipv4 makes sure of listings of IPv4 addresses, and of names
     * @param ipv6 of those of IPv6 addresses
     * @param sure listings that are known to be no mistake
     * @param erring names of which an answer is not to be believed for as long as it may be remembered
     */
    private record Known(
            Standing standing,
            HitRate hitRate,
            FailureRate failures,
            Challenge ipv4,
            Challenge ipv6,
            Remembered sure,
            Remembered erring) {}

    private final DnsList list;
    private final Known known;
    private final MeterRegistry meters;
    private final Counter listed;
    private final Counter notListed;
    private final Counter failed;

    /** A list of which nothing is known. */
    WatchedList(DnsList list, Standing standing, HitRate hitRate, MeterRegistry meters) {
        this(
                list,
                new Known(
                        standing,
                        hitRate,
                        new FailureRate(),
                        new Challenge(),
                        new Challenge(),
                        new Remembered(),
                        new Remembered()),
                meters);
    }

    private WatchedList(DnsList list, Known known, MeterRegistry meters) {
        this.list = list;
        this.known = known;
        this.meters = meters;
        this.listed = lookups(Result.LISTED);
        this.notListed = lookups(Result.NOT_LISTED);
        this.failed = lookups(Result.FAILED);
    }

    /** The same list, described in another way. */
    WatchedList as(DnsList other) {
        return other.equals(list) ? this : new WatchedList(other, known, meters);
    }

    private Counter lookups(Result result) {
        return Counter.builder("postern.rbl.lookups")
                .description("Look-ups by list and what they said")
                .tags("list", list.name(), "result", result.name())
                .register(meters);
    }

    DnsList list() {
        return list;
    }

    Standing standing() {
        return known.standing;
    }

    HitRate hitRate() {
        return known.hitRate;
    }

    FailureRate failures() {
        return known.failures;
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
        return ipv6 ? known.ipv6 : known.ipv4;
    }

    Remembered sure() {
        return known.sure;
    }

    Remembered erring() {
        return known.erring;
    }
}
