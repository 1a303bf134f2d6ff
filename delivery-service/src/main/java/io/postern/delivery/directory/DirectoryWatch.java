package io.postern.delivery.directory;

import static jakarta.interceptor.Interceptor.Priority.LIBRARY_BEFORE;

import io.postern.delivery.DeliverySettings;
import io.postern.delivery.file.Watched;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ApplicationNotRunning;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Keeps the directory in force, and has the topic say the same. */
@ApplicationScoped
public class DirectoryWatch {

    private static final Logger LOG = Logger.getLogger(DirectoryWatch.class);

    private final Watched<Directory> directory;
    private final DirectoryTopic topic;
    private volatile @Nullable Directory published;

    DirectoryWatch(DeliverySettings settings, DirectoryTopic topic) {
        this.directory = new Watched<>(settings.directoryFile(), DirectoryFile::read);
        this.topic = topic;
    }

    /** Makes the file be read before anything is delivered by it, and a mistake in it stop the start. */
    void start(@Observes @Priority(LIBRARY_BEFORE) StartupEvent event) {}

    /** The directory in force. */
    public Directory current() {
        return directory.current();
    }

    /** Whether the ingress can know of some directory of ours. */
    boolean published() {
        return published != null;
    }

    @Scheduled(
            every = "${postern.delivery.directory-poll:1s}",
            concurrentExecution = ConcurrentExecution.SKIP,
            skipExecutionIf = ApplicationNotRunning.class)
    void look() {
        directory.look();
        Directory current = current();
        if (!current.equals(published)) {
            publish(current);
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
}
