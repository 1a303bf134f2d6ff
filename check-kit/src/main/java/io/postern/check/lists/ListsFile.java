package io.postern.check.lists;

import io.postern.check.file.BadFile;
import io.postern.check.file.Lookout;
import io.quarkus.runtime.configuration.ConfigurationException;
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

/** The operator's file of lists: read at the start, and again whenever it, or a key that it names, changes. */
final class ListsFile implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(ListsFile.class);

    private final Path file;
    private final Purpose purpose;
    private final int breakerClients;
    private final Pace pace;
    private final Keys keys = new Keys(System::getenv);
    private final Clock clock;
    private final Figures figures;
    private final Lookout watcher;
    private ListsText.@Nullable Read adopted;
    private volatile Map<String, WatchedList> byName = Map.of();
    private volatile Lists inForce = new Lists(Double.POSITIVE_INFINITY, List.of());
    private volatile @Nullable String refusal;

    ListsFile(Path file, Purpose purpose, ListsSettings settings, Clock clock, Figures figures) {
        this.file = file;
        this.purpose = purpose;
        this.watcher = new Lookout("lists", settings.reload(), this::readAgainIfChanged);
        this.breakerClients = settings.breaker().clients();
        this.pace = new Pace(settings.probe().interval(), settings.probe().retry(), new SecureRandom());
        this.clock = clock;
        this.figures = figures;
        check(settings);
        try {
            adopt(read());
        } catch (IOException e) {
            throw new ConfigurationException(key("lists-file cannot be read: " + file.toAbsolutePath()));
        } catch (BadFile e) {
            throw new ConfigurationException(key("lists-file is bad: " + file + ": " + e.getMessage()));
        }
        figures.refused(() -> refusal == null ? 0 : 1);
    }

    private void check(ListsSettings settings) {
        positive("reload", settings.reload());
        positive("probe.interval", settings.probe().interval());
        positive("probe.retry", settings.probe().retry());
        if (settings.breaker().clients() < 0) {
            throw new ConfigurationException(
                    key("breaker.clients is below 0: " + settings.breaker().clients()));
        }
    }

    private void positive(String key, Duration time) {
        if (time.isZero() || time.isNegative()) {
            throw new ConfigurationException(key(key + " is not above 0: " + time));
        }
    }

    private String key(String key) {
        return purpose.settings() + "." + key;
    }

    void watch() {
        watcher.start();
    }

    @Override
    public void close() {
        watcher.close();
    }

    /** The lists in force. */
    Lists inForce() {
        return inForce;
    }

    Optional<WatchedList> list(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** A bad file is refused as a whole, and told of once; the last good one stays in force. */
    void readAgainIfChanged() {
        try {
            ListsText.Read now = read();
            if (!now.equals(adopted)) {
                adopt(now);
            }
            refusal = null;
        } catch (IOException | BadFile | RuntimeException e) {
            String reason = e instanceof BadFile
                    ? String.valueOf(e.getMessage())
                    : "cannot be read: " + e.getClass().getSimpleName();
            if (!reason.equals(refusal)) {
                LOG.errorf("lists refused, the last good ones stay file=%s cause=%s", file, reason);
            }
            refusal = reason;
        }
    }

    /** With the keys, which may change without the file. */
    private ListsText.Read read() throws IOException, BadFile {
        return ListsText.parse(Files.readString(file), keys, purpose);
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
        adopted = read;
        byName = now;
        inForce = new Lists(read.threshold(), new ArrayList<>(now.values()));
        before.keySet().stream().filter(name -> !now.containsKey(name)).forEach(figures::forget);
        now.keySet().forEach(this::gauge);
        LOG.infof("lists read file=%s lists=%s", file, now.keySet());
    }

    private WatchedList watched(DnsList list) {
        return new WatchedList(list, new Standing(pace, clock.instant()), new HitRate(breakerClients), figures);
    }

    private void gauge(String name) {
        figures.inService(
                name,
                () -> list(name)
                        .map(watched -> watched.standing().asked() ? 1 : 0)
                        .orElse(0));
        figures.hitRate(
                name, () -> list(name).map(watched -> watched.hitRate().share()).orElse(Double.NaN));
    }
}
