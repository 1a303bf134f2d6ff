package io.postern.av;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/** Asks every engine how it is: now and then, more often while it is gone, at once when there is a doubt. */
final class Prober {

    private static final Logger LOG = Logger.getLogger(Prober.class);

    private final AvSettings.Probe pace;
    private final Duration signatureLimit;
    private final Clock clock;
    private final List<Thread> threads = new ArrayList<>();

    Prober(AvSettings settings, Clock clock) {
        this.pace = settings.probe();
        Checked.positive("probe.interval", pace.interval());
        Checked.positive("probe.retry", pace.retry());
        Checked.positive("probe.deadline", pace.deadline());
        this.signatureLimit = settings.signatureLimit();
        this.clock = clock;
    }

    synchronized void watch(List<WatchedEngine> engines) {
        for (WatchedEngine engine : engines) {
            threads.add(Thread.ofVirtual().name("probe-" + engine.name()).start(() -> watch(engine)));
        }
    }

    synchronized void close() {
        threads.forEach(Thread::interrupt);
    }

    private void watch(WatchedEngine engine) {
        Duration retry = pace.retry();
        boolean told = false;
        try {
            while (true) {
                boolean well = probe(engine);
                told = outdated(engine, told);
                engine.awaitDoubt(well ? pace.interval() : retry);
                retry = well ? pace.retry() : longer(retry);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed, and the thread ends here
        }
    }

    private boolean probe(WatchedEngine engine) {
        try {
            return engine.probe(pace.deadline());
        } catch (RuntimeException e) {
            LOG.errorf(e, "probe failed, trying again engine=%s", engine.name()); // else it would never come back
            return false;
        }
    }

    private Duration longer(Duration retry) {
        Duration doubled = retry.multipliedBy(2);
        return doubled.compareTo(pace.interval()) > 0 ? pace.interval() : doubled;
    }

    /** Tells once that signatures are out of date, and again when there were others meanwhile. */
    private boolean outdated(WatchedEngine engine, boolean told) {
        Signatures signatures = engine.standing().signatures();
        boolean outdated = signatures.older(signatureLimit, clock.instant());
        if (outdated && !told) {
            LOG.warnf(
                    "signatures out of date engine=%s version=%s date=%s limit=%s",
                    engine.name(), signatures.version(), signatures.date(), signatureLimit);
        }
        return outdated;
    }
}
