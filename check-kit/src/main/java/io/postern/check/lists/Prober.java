package io.postern.check.lists;

import io.postern.check.lists.Standing.Change;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jboss.logging.Logger;

/** Has the lists probed when it is due, and at once when there is a doubt, and draws the consequences. */
final class Prober implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Prober.class);
    private static final Duration TICK = Duration.ofMillis(250);

    private final TestEntries entries;
    private final ListsFile lists;
    private final Announcer announcer;
    private final Clock clock;
    private final Figures figures;
    private final Duration coolDown;
    private final Thread ticker = Thread.ofVirtual().name("probes").unstarted(this::tick);

    Prober(TestEntries entries, ListsFile lists, Announcer announcer, Clock clock, Figures figures, Duration coolDown) {
        this.entries = entries;
        this.lists = lists;
        this.announcer = announcer;
        this.clock = clock;
        this.figures = figures;
        this.coolDown = coolDown;
    }

    void start() {
        ticker.start();
    }

    @Override
    public void close() {
        ticker.interrupt();
    }

    private void tick() {
        try {
            while (true) {
                try {
                    probeWhatIsDue();
                } catch (RuntimeException e) {
                    LOG.error("probes not made, trying again", e); // without probes no list would come back
                }
                Thread.sleep(TICK);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed, and the thread ends here
        }
    }

    /** Starts what is due; does not wait. */
    void probeWhatIsDue() {
        for (WatchedList watched : lists.inForce().all()) {
            if (watched.standing().due(clock.instant())) {
                var unused = probe(watched);
            }
        }
    }

    /**
     * A look-up of the list failed: it is not asked until a probe, made at once, has told whether it is well.
     *
     * @param began when the look-up began
     */
    void doubt(WatchedList watched, Instant began, String cause) {
        if (!watched.standing().doubt(began, clock.instant())) {
            return;
        }
        if (watched.failures().count(true)) {
            found(watched, Fault.of("many look-ups fail, the last one: " + cause));
        } else {
            var unused = probe(watched);
        }
    }

    /** Look-ups found the list to be wrong. */
    void found(WatchedList watched, Fault fault) {
        judged(watched, watched.standing().foundBroken(fault, clock.instant()));
    }

    Instant now() {
        return clock.instant();
    }

    /** The list has so many all of a sudden that it cannot be their fault. */
    void suspend(WatchedList watched) {
        int percent = (int) Math.round(100 * watched.hitRate().share());
        found(watched, new Fault("lists " + percent + " % of the clients, far more than before", coolDown));
    }

    /** Completes when the probe has had its effect. */
    CompletableFuture<Void> probe(WatchedList watched) {
        Instant began = clock.instant();
        return entries.probe(watched.list()).thenAccept(faults -> judge(watched, began, faults));
    }

    private void judge(WatchedList watched, Instant began, List<Fault> faults) {
        if (faults.contains(TestEntries.TELLS_NOTHING)) {
            watched.standing().unclear(clock.instant());
            return;
        }
        Fault worst = faults.stream().max(Comparator.comparing(Fault::keepOut)).orElse(null);
        figures.probed(watched.list().name(), worst == null);
        if (worst == null) {
            judged(watched, watched.standing().well(clock.instant()));
        } else {
            judged(watched, watched.standing().broken(worst, began, clock.instant()));
        }
    }

    private void judged(WatchedList watched, Change change) {
        if (change == Change.PUT_BACK) {
            watched.hitRate().clear();
            watched.failures().clear();
        }
        announcer.judged(watched, change);
    }
}
