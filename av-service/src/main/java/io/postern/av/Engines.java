package io.postern.av;

import static io.postern.av.ScanResult.Kind.ENGINE_GONE;

import io.postern.check.part.Blob;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.time.Clock;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** All engines: the one with the least to do scans, and another if it cannot. */
@Singleton
class Engines {

    private static final Logger LOG = Logger.getLogger(Engines.class);

    private final EngineRoom room;
    private final List<WatchedEngine> all;
    private final Prober prober;

    Engines(EngineRoom room, AvSettings settings, Figures figures, Clock clock) {
        this.room = room;
        this.all = room.engines().stream()
                .map(engine -> new WatchedEngine(engine, settings.engine().concurrency(), figures, clock))
                .toList();
        this.prober = new Prober(settings, clock);
    }

    /** Before the consumers start, so that most engines are known before the first mail. */
    void open(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent start) {
        if (room.builtIn()) {
            LOG.warn(BuiltInEngine.WARNING);
        }
        prober.watch(all);
    }

    @PreDestroy
    void close() {
        prober.close();
    }

    List<WatchedEngine> all() {
        return all;
    }

    /** Whether there is none but the built-in one. */
    boolean builtIn() {
        return room.builtIn();
    }

    /** Whether an engine still has that version of itself and its signatures. */
    boolean has(String version) {
        return all.stream()
                .anyMatch(engine -> engine.standing().signatures().version().equals(version));
    }

    /** A scan takes too long: those that are at work are probed now. */
    void doubt() {
        all.stream().filter(engine -> engine.load() > 0).forEach(WatchedEngine::doubt);
    }

    /** Scans with one engine after the other until one could, or the time is up. The last one to try has all of the time. */
    ScanResult scan(Blob content, Allowance allowance) throws InterruptedException {
        Set<WatchedEngine> tried = new HashSet<>();
        ScanResult last = ScanResult.failed(ENGINE_GONE, "no engine answers");
        WatchedEngine next = leastLoaded(tried);
        while (next != null && (tried.isEmpty() || !allowance.share(0).isZero())) {
            tried.add(next);
            last = next.scan(content, allowance.share(others(tried)));
            if (!last.kind().error()) {
                return last;
            }
            next = leastLoaded(tried);
        }
        return last;
    }

    private @Nullable WatchedEngine leastLoaded(Set<WatchedEngine> tried) {
        return all.stream()
                .filter(engine -> engine.standing().up() && !tried.contains(engine))
                .min(Comparator.comparingInt(WatchedEngine::load))
                .orElse(null);
    }

    private int others(Set<WatchedEngine> tried) {
        return (int) all.stream()
                .filter(engine -> engine.standing().up() && !tried.contains(engine))
                .count();
    }
}
