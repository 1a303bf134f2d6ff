package io.postern.content;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.postern.check.file.BadFile;
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
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The folder of the operator's lists: read at the start, and again whenever it changes. */
@Singleton
class ListFolder {

    private static final Logger LOG = Logger.getLogger(ListFolder.class);

    /** What tells one version of a file from the next. */
    private record Version(FileTime modified, long size) {}

    private final Path folder;
    private SortedMap<Path, Version> seen;
    private final double score;
    private volatile ContentLists lists;
    private volatile @Nullable String refusal;
    private final Lookout watcher;

    ListFolder(ContentSettings settings, MeterRegistry meters) {
        this.folder = settings.listsDir();
        this.score = settings.score();
        if (!(Math.abs(score) <= 100)) {
            throw new ConfigurationException("postern.content.score is not between -100 and 100: " + score);
        }
        if (!Files.isDirectory(folder)) {
            throw new ConfigurationException("postern.content.lists-dir is not a folder: " + folder.toAbsolutePath());
        }
        try {
            this.seen = look();
            this.lists = ContentLists.read(List.copyOf(seen.keySet()), score);
        } catch (BadFile e) {
            throw new ConfigurationException("postern.content.lists-dir has a bad list: " + e.getMessage());
        }
        Gauge.builder("postern.content.entries", () -> lists.size())
                .description("Entries in force, each phrase and pattern by itself")
                .register(meters);
        Gauge.builder("postern.content.lists.refused", () -> refusal == null ? 0 : 1)
                .description("1 while the lists on disk are refused and older ones are in force")
                .register(meters);
        this.watcher = new Lookout("lists", settings.reload(), this::readAgainIfChanged);
    }

    /** Before the consumers start: bad lists refuse the start, and the first mail finds the lists read. */
    void open(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent start) {
        LOG.infof("lists read folder=%s files=%d entries=%d", folder, seen.size(), lists.size());
        watcher.start();
    }

    @PreDestroy
    void close() {
        watcher.close();
    }

    /** The lists in force. */
    ContentLists lists() {
        return lists;
    }

    /** Bad lists are refused as a whole, and told of once; the last good ones stay in force. */
    void readAgainIfChanged() {
        try {
            SortedMap<Path, Version> now = look();
            if (now.equals(seen)) {
                return;
            }
            seen = now;
            lists = ContentLists.read(List.copyOf(now.keySet()), score);
            refusal = null;
            LOG.infof("lists read folder=%s files=%d entries=%d", folder, now.size(), lists.size());
        } catch (BadFile e) {
            if (!Objects.equals(e.getMessage(), refusal)) {
                LOG.errorf("lists refused, the last good ones stay: %s", e.getMessage());
            }
            refusal = e.getMessage();
        }
    }

    private SortedMap<Path, Version> look() throws BadFile {
        SortedMap<Path, Version> files = new TreeMap<>();
        try (Stream<Path> found = Files.list(folder)) {
            for (Path file : found.filter(ContentLists::isOne).toList()) {
                BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
                if (attributes.isRegularFile()) {
                    files.put(file, new Version(attributes.lastModifiedTime(), attributes.size()));
                }
            }
        } catch (IOException e) {
            throw new BadFile(folder + " cannot be read: " + e.getClass().getSimpleName());
        }
        return files;
    }
}
