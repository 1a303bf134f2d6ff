package io.postern.av;

import static io.postern.av.ScanResult.Kind.ENGINE_GONE;
import static io.postern.av.ScanResult.Kind.TIME_OUT;

import io.postern.check.part.Blob;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/** An engine, how it is, and how much it has to do. */
final class WatchedEngine {

    private static final Logger LOG = Logger.getLogger(WatchedEngine.class);

    private final Engine engine;
    private final Figures figures;
    private final Clock clock;
    private final Semaphore permits;
    private final Semaphore doubts = new Semaphore(0);
    private final AtomicInteger load = new AtomicInteger();
    private volatile Standing standing = Standing.UNKNOWN;

    /** @param concurrency scans at once */
    WatchedEngine(Engine engine, int concurrency, Figures figures, Clock clock) {
        this.engine = engine;
        this.figures = figures;
        this.clock = clock;
        this.permits = new Semaphore(concurrency, true);
        figures.watch(this);
    }

    String name() {
        return engine.name();
    }

    Standing standing() {
        return standing;
    }

    /** Scans under way, and those that wait. */
    int load() {
        return load.get();
    }

    /** Has it scan, when its turn has come. */
    ScanResult scan(Blob content, Duration limit) throws InterruptedException {
        long start = System.nanoTime();
        load.incrementAndGet();
        try {
            if (!permits.tryAcquire(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                return ScanResult.failed(TIME_OUT, "the engine was busy with others");
            }
            try {
                Duration left = limit.minusNanos(System.nanoTime() - start);
                return judged(figures.scan(name(), content, () -> engine.scan(content, left)));
            } finally {
                permits.release();
            }
        } finally {
            load.decrementAndGet();
        }
    }

    /** An engine that is not there is not asked again before it has answered a probe; one that was slow is probed at once. */
    private ScanResult judged(ScanResult result) {
        if (result.kind() == ENGINE_GONE) {
            gone(result.about());
        }
        if (result.kind() == ENGINE_GONE || result.kind() == TIME_OUT) {
            doubt();
        }
        return result;
    }

    /** Has it probed now. */
    void doubt() {
        doubts.release();
    }

    private synchronized void gone(String why) {
        if (standing.up()) {
            LOG.warnf("engine gone engine=%s cause=%s", name(), why);
        }
        standing = standing.gone(why, clock.instant());
    }

    private synchronized void well(Signatures signatures) {
        if (!standing.up() || standing.since() == null) {
            LOG.infof("engine up engine=%s version=%s", name(), signatures.version());
        }
        standing = standing.well(signatures, clock.instant());
        figures.version(name(), signatures.version());
    }

    /** Asks it how it is. Whether it is well. */
    boolean probe(Duration limit) {
        doubts.drainPermits();
        try {
            well(engine.probe(limit));
            return true;
        } catch (IOException e) {
            gone(Shown.of(e.toString()));
            return false;
        }
    }

    /** Waits until the next probe is due, or something is the matter. */
    void awaitDoubt(Duration pause) throws InterruptedException {
        boolean doubted = doubts.tryAcquire(pause.toNanos(), TimeUnit.NANOSECONDS);
        LOG.debugf("probe due engine=%s doubted=%s", name(), doubted);
    }
}
