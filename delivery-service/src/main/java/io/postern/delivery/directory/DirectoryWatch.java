package io.postern.delivery.directory;

import static jakarta.interceptor.Interceptor.Priority.LIBRARY_BEFORE;

import io.postern.delivery.DeliverySettings;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ApplicationNotRunning;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the directory in force: the file as it last was without a mistake. One with a mistake at the start stops the
 * start; later it is named in the log, and what was in force stays in force.
 */
@ApplicationScoped
public class DirectoryWatch {

    private static final Logger LOG = Logger.getLogger(DirectoryWatch.class);

    private final Path file;
    private final DirectoryTopic topic;
    private FileTime readAt = FileTime.fromMillis(0);
    private volatile Directory directory;
    private volatile @Nullable Directory published;

    DirectoryWatch(DeliverySettings settings, DirectoryTopic topic) {
        this.file = settings.directoryFile();
        this.topic = topic;
        this.readAt = changedAt();
        this.directory = DirectoryFile.read(file);
    }

    /** Makes the file be read before anything is delivered by it, and a mistake in it stop the start. */
    void start(@Observes @Priority(LIBRARY_BEFORE) StartupEvent event) {}

    /** The directory in force. */
    public Directory current() {
        return directory;
    }

    /** Whether the ingress can know of some directory of ours. */
    boolean published() {
        return published != null;
    }

    // A file is looked at, not watched: mounted configuration changes by a link that no watch service sees.
    @Scheduled(
            every = "${postern.delivery.directory-poll:1s}",
            concurrentExecution = ConcurrentExecution.SKIP,
            skipExecutionIf = ApplicationNotRunning.class)
    void look() {
        FileTime changedAt = changedAt();
        if (!changedAt.equals(readAt)) {
            readAt = changedAt;
            reload();
        }
        if (!directory.equals(published)) {
            publish(directory);
        }
    }

    private void reload() {
        try {
            directory = DirectoryFile.read(file);
            LOG.infof("directory read again file=%s", file);
        } catch (InvalidDirectory e) {
            LOG.errorf("directory not changed, the file has a mistake: %s", e.getMessage());
        }
    }

    private void publish(Directory current) {
        try {
            int changes = topic.publish(current);
            published = current;
            LOG.infof(
                    "directory published domains=%d mailboxes=%d changes=%d",
                    current.domains().size(), current.mailboxes().size(), changes);
        } catch (RuntimeException e) {
            LOG.warnf("directory not published yet cause=%s", e.toString());
        }
    }

    /** A file that is away for a moment, while somebody replaces it, has not changed. */
    private FileTime changedAt() {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            return readAt;
        }
    }
}
