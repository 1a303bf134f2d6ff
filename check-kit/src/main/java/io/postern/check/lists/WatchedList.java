package io.postern.check.lists;

import io.micrometer.core.instrument.Counter;
import java.util.Map;
import java.util.Objects;

/**
 * A list with all that is known of it: its standing, its share of clients, its figures, and the listings that were made
 * sure of.
 */
public final class WatchedList {

    /** What a look-up said. */
    enum Result {
        LISTED,
        NOT_LISTED,
        FAILED
    }

    /**
     * What is known of the list in the DNS, however it is described.
     *
     * @param challenges make sure of listings, each of its family
     * @param sure listings that are known to be no mistake
     * @param erring names of which an answer is not to be believed for as long as it may be remembered
     */
    private record Known(
            Standing standing,
            HitRate hitRate,
            FailureRate failures,
            Map<Family, Challenge> challenges,
            Remembered sure,
            Remembered erring) {}

    private final DnsList list;
    private final Known known;
    private final Figures figures;
    private final Counter listed;
    private final Counter notListed;
    private final Counter failed;

    /** A list of which nothing is known. */
    WatchedList(DnsList list, Standing standing, HitRate hitRate, Figures figures) {
        this(
                list,
                new Known(
                        standing,
                        hitRate,
                        new FailureRate(),
                        Map.of(
                                Family.NAME,
                                new Challenge(),
                                Family.IPV4,
                                new Challenge(),
                                Family.IPV6,
                                new Challenge()),
                        new Remembered(),
                        new Remembered()),
                figures);
    }

    private WatchedList(DnsList list, Known known, Figures figures) {
        this.list = list;
        this.known = known;
        this.figures = figures;
        this.listed = figures.lookups(list.name(), Result.LISTED);
        this.notListed = figures.lookups(list.name(), Result.NOT_LISTED);
        this.failed = figures.lookups(list.name(), Result.FAILED);
    }

    /** The same list, described in another way. */
    WatchedList as(DnsList other) {
        return other.equals(list) ? this : new WatchedList(other, known, figures);
    }

    public DnsList list() {
        return list;
    }

    public Standing standing() {
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
    Challenge challenge(Family family) {
        return Objects.requireNonNull(known.challenges.get(family));
    }

    Remembered sure() {
        return known.sure;
    }

    Remembered erring() {
        return known.erring;
    }
}
