package io.postern.rbl;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.search.Search;
import io.postern.check.file.Lookout;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The operator's file of lists: read at the start, and again whenever it changes. */
@Singleton
class ListsFile {

    private static final Logger LOG = Logger.getLogger(ListsFile.class);

    private final Path file;
    private final int breakerClients;
    private final Pace pace;
    private final Keys keys = new Keys(System::getenv);
    private final Clock clock;
    private final MeterRegistry meters;
    private final Lookout watcher;
    private ListsText.@Nullable Read inForce;
    private volatile Map<String, WatchedList> byName = Map.of();
    private volatile Lists lists = Lists.of(1, List.of());
    private volatile @Nullable String refusal;

    ListsFile(RblSettings settings, Clock clock, MeterRegistry meters) {
        this.file = settings.listsFile();
        this.watcher = new Lookout("lists", settings.reload(), this::readAgainIfChanged);
        this.breakerClients = settings.breaker().clients();
        this.pace = new Pace(settings.probe().interval(), settings.probe().retry(), new SecureRandom());
        this.clock = clock;
        this.meters = meters;
        checkTimes(settings);
        try {
            adopt(read());
        } catch (IOException e) {
            throw new ConfigurationException("postern.rbl.lists-file cannot be read: " + file.toAbsolutePath());
        } catch (BadLists e) {
            throw new ConfigurationException("postern.rbl.lists-file is bad: " + file + ": " + e.getMessage());
        }
        Gauge.builder("postern.rbl.lists.refused", () -> refusal == null ? 0 : 1)
                .description("1 while the file of lists is refused and an older one is in force")
                .register(meters);
    }

    private static void checkTimes(RblSettings settings) {
        positive("reload", settings.reload());
        positive("deadline", settings.deadline());
        positive("probe.interval", settings.probe().interval());
        positive("probe.retry", settings.probe().retry());
        if (settings.breaker().clients() < 0) {
            throw new ConfigurationException("postern.rbl.breaker.clients is below 0: "
                    + settings.breaker().clients());
        }
    }

    private static void positive(String key, Duration time) {
        if (time.isZero() || time.isNegative()) {
            throw new ConfigurationException("postern.rbl." + key + " is not above 0: " + time);
        }
    }

    /** Before the consumers start: a bad file refuses the start. */
    void open(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent start) {
        watcher.start();
    }

    @PreDestroy
    void close() {
        watcher.close();
    }

    /** The lists in force. */
    Lists lists() {
        return lists;
    }

    /** All lists in force. */
    List<WatchedList> all() {
        return List.copyOf(byName.values());
    }

    Optional<WatchedList> list(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** A bad file is refused as a whole, and told of once; the last good one stays in force. */
    void readAgainIfChanged() {
        try {
            ListsText.Read now = read();
            if (!now.equals(inForce)) {
                adopt(now);
            }
            refusal = null;
        } catch (IOException | BadLists | RuntimeException e) {
            String reason = e instanceof BadLists
                    ? String.valueOf(e.getMessage())
                    : "cannot be read: " + e.getClass().getSimpleName();
            if (!reason.equals(refusal)) {
                LOG.errorf("lists refused, the last good ones stay file=%s cause=%s", file, reason);
            }
            refusal = reason;
        }
    }

    /** With the keys, which may change without the file. */
    private ListsText.Read read() throws IOException, BadLists {
        return ListsText.parse(Files.readString(file), keys);
    }

    /** What is known of a list stays with it as long as it is the same in the DNS. */
    private void adopt(ListsText.Read read) {
        Map<String, WatchedList> before = byName;
        Map<String, WatchedList> now = new LinkedHashMap<>();
        for (DnsList list : read.lists()) {
            now.put(
                    list.name(),
                    before.values().stream()
                            .filter(known -> known.list().sameSource(list))
                            .findFirst()
                            .map(known -> known.as(list))
                            .orElseGet(() -> watched(list)));
        }
        inForce = read;
        byName = now;
        lists = Lists.of(read.threshold(), new ArrayList<>(now.values()));
        before.keySet().stream().filter(name -> !now.containsKey(name)).forEach(this::forget);
        now.keySet().forEach(this::gauge);
        LOG.infof("lists read file=%s lists=%s threshold=%s", file, now.keySet(), read.threshold());
    }

    private void forget(String name) {
        Search.in(meters).tag("list", name).meters().forEach(meters::remove);
    }

    private WatchedList watched(DnsList list) {
        return new WatchedList(list, new Standing(pace, clock.instant()), new HitRate(breakerClients), meters);
    }

    private void gauge(String name) {
        Gauge.builder(
                        "postern.rbl.list.in.service",
                        () -> list(name)
                                .map(watched -> watched.standing().asked() ? 1 : 0)
                                .orElse(0))
                .description("1 while the list is asked")
                .tag("list", name)
                .register(meters);
        Gauge.builder(
                        "postern.rbl.list.hit.rate",
                        () -> list(name)
                                .map(watched -> watched.hitRate().share())
                                .orElse(Double.NaN))
                .description("The share of the last clients that the list has")
                .tag("list", name)
                .register(meters);
    }
}
