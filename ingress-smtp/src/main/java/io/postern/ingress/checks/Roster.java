package io.postern.ingress.checks;

import io.postern.contract.CheckRegistered;
import io.postern.contract.InvalidRecord;
import io.postern.contract.Json;
import io.postern.contract.Phase;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Who checks what, and whether it is worth waiting for: a check is, while one of its instances is registered and fresh
 * and it did not miss its last {@value #PATIENCE} deadlines. A check that is not waited for is still asked, so that its
 * first answer in time brings it back.
 */
@ApplicationScoped
public class Roster {

    /** So many misses in a row, and a check is not waited for any more. */
    static final int PATIENCE = 3;

    private static final int INTERVALS = 3;
    private static final Logger LOG = Logger.getLogger(Roster.class);

    private final Clock clock;
    private final Map<String, Seen> instances = new ConcurrentHashMap<>();
    private final Map<String, Set<Phase>> phases = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> misses = new ConcurrentHashMap<>();

    private record Seen(CheckRegistered registration, Instant until) {}

    public Roster(Clock clock) {
        this.clock = clock;
    }

    /**
     * Takes over a record of {@link io.postern.contract.Topics#CHECKS}.
     *
     * @param value {@code null} takes the registration back
     * @param past whether the record lay there before we started: its instance may be long gone
     * @throws InvalidRecord if it is none
     */
    public void apply(String key, byte @Nullable [] value, boolean past) {
        if (value == null) {
            Seen gone = instances.remove(key);
            if (gone != null) {
                LOG.infof("check left instance=%s", key);
            }
            return;
        }
        CheckRegistered registration = Json.read(value, CheckRegistered.class);
        Instant seen = past ? registration.at() : clock.instant();
        Seen until = new Seen(registration, seen.plus(registration.interval().multipliedBy(INTERVALS)));
        phases.computeIfAbsent(registration.check(), check -> ConcurrentHashMap.newKeySet())
                .add(registration.phase());
        Seen before = instances.put(key, until);
        if (before == null && !past) {
            LOG.infof("check joined instance=%s phase=%s", key, registration.phase());
        }
    }

    /** The checks of this phase that are there, in order of their names. */
    public Set<String> present(Phase phase) {
        Instant now = clock.instant();
        instances.values().removeIf(seen -> now.isAfter(seen.until()));
        Set<String> present = new TreeSet<>();
        for (Seen seen : instances.values()) {
            if (seen.registration().phase() == phase) {
                present.add(seen.registration().check());
            }
        }
        return present;
    }

    /** The phases in which the check asked to be asked, none if it never registered. */
    public Set<Phase> phases(String check) {
        return phases.getOrDefault(check, Set.of());
    }

    /** Whether this check, which is there, answers in time of late. */
    public boolean prompt(String check) {
        AtomicInteger missed = misses.get(check);
        return missed == null || missed.get() < PATIENCE;
    }

    /** A check did not answer in time. */
    void missed(String check) {
        if (misses.computeIfAbsent(check, name -> new AtomicInteger()).incrementAndGet() == PATIENCE) {
            LOG.warnf("check too slow or gone, not waited for until it answers in time check=%s", check);
        }
    }

    /** A check answered. */
    void answered(String check, Duration elapsed, Duration deadline) {
        AtomicInteger missed = misses.get(check);
        if (missed != null && elapsed.compareTo(deadline) <= 0 && missed.getAndSet(0) >= PATIENCE) {
            LOG.infof("check answers in time again check=%s", check);
        }
    }
}
