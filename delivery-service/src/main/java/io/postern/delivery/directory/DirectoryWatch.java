package io.postern.delivery.directory;

import static jakarta.interceptor.Interceptor.Priority.LIBRARY_BEFORE;

import io.postern.delivery.DeliverySettings;
import io.postern.delivery.RootCause;
import io.postern.delivery.file.Watched;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ApplicationNotRunning;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Keeps the directory in force, which is the file and what operators have added to it, and has the topic say the same. */
@ApplicationScoped
public class DirectoryWatch {

    private static final Logger LOG = Logger.getLogger(DirectoryWatch.class);

    private static final int SHOWN = 10;

    private final Watched<Directory> file;
    private final Entries entries;
    private final Rooms rooms;
    private final DirectoryTopic topic;
    private final Object reading = new Object();
    private volatile Directory added = Directory.EMPTY;
    private volatile Directory current;
    private volatile @Nullable Directory published;
    private @Nullable Directory mergedFile;
    private @Nullable Directory mergedAdded;
    private long version = -1;
    private boolean known;
    private boolean missed;

    DirectoryWatch(DeliverySettings settings, Entries entries, Rooms rooms, DirectoryTopic topic) {
        this.file = new Watched<>(settings.directoryFile(), DirectoryFile::read);
        this.entries = entries;
        this.rooms = rooms;
        this.topic = topic;
        this.current = file.current();
    }

    /** Makes the file be read before anything is delivered by it, and a mistake in it stop the start. */
    void start(@Observes @Priority(LIBRARY_BEFORE) StartupEvent event) throws SQLException {
        refresh();
    }

    /** The directory in force. */
    public Directory current() {
        return current;
    }

    /** What of it is in the file, and so not to be changed over REST. */
    public Directory file() {
        return file.current();
    }

    /** What operators have added, whether or not it is in force. */
    public Directory added() {
        return added;
    }

    /**
     * Changes what operators have added, in the transaction of the caller, who refreshes when it is through.
     *
     * @param change what was there into what is to be there
     * @throws IllegalArgumentException if a name would lead to nobody any more
     */
    public void change(UnaryOperator<Directory> change) throws SQLException {
        entries.change(before -> {
            Directory after = change.apply(before);
            Set<String> dead = new TreeSet<>(Expansion.deadEnds(file().and(after)));
            Expansion.deadEnds(file().and(before)).forEach(dead::remove);
            if (!dead.isEmpty()) {
                throw new IllegalArgumentException(
                        String.join(", ", dead.stream().limit(SHOWN).toList())
                                + " would lead to nobody: in a circle, to too many, or to one who is not there");
            }
            return after;
        });
    }

    /** Whether the ingress can know of some directory of ours. */
    boolean published() {
        return published != null;
    }

    /** Takes over what has changed in the file, or what operators have. */
    public void refresh() throws SQLException {
        synchronized (reading) {
            file.look();
            try {
                long latest = entries.version();
                if (latest != version) {
                    added = entries.read();
                    version = latest;
                }
            } finally {
                // What the file says does not wait for the database.
                merge(file.current(), added);
            }
        }
    }

    @SuppressWarnings("ReferenceEquality") // what was not read again says the same
    private void merge(Directory fromFile, Directory fromOperators) {
        if (fromFile == mergedFile && fromOperators == mergedAdded) {
            return;
        }
        mergedFile = fromFile;
        mergedAdded = fromOperators;
        Directory merged = fromFile.and(fromOperators);
        if (!merged.equals(current)) {
            current = merged;
            Expansion.deadEnds(merged)
                    .forEach(name -> LOG.warnf("alias leads to nobody, its mail goes back name=%s", name));
        }
    }

    @Scheduled(
            every = "${postern.delivery.directory-poll:1s}",
            concurrentExecution = ConcurrentExecution.SKIP,
            skipExecutionIf = ApplicationNotRunning.class)
    void look() {
        Optional<Set<String>> changed = room();
        if (!known) {
            // Who has room is told by the topic still; we would take that back.
            return;
        }
        try {
            Directory directory = current;
            if (!directory.equals(published) || (missed && changed.isPresent())) {
                publish(directory);
                missed = false;
            } else if (!changed.orElse(Set.of()).isEmpty()) {
                topic.add(new Listings(directory, rooms::of).of(changed.orElseThrow()));
            }
        } catch (RuntimeException e) {
            missed = true;
            LOG.warnf("directory not published yet cause=%s", RootCause.of(e));
        }
    }

    /** The mailboxes whose room is another now; empty if the database does not answer: what the file says is published all the same. */
    private Optional<Set<String>> room() {
        try {
            refresh();
            Set<String> changed = rooms.look(current);
            known = true;
            return Optional.of(changed);
        } catch (SQLException | RuntimeException e) {
            missed = true;
            LOG.warnf("additions and room in mailboxes not looked at cause=%s", RootCause.of(e));
            return Optional.empty();
        }
    }

    private void publish(Directory directory) {
        int changes = topic.publish(new Listings(directory, rooms::of).all());
        published = directory;
        LOG.infof(
                "directory published domains=%d mailboxes=%d aliases=%d changes=%d",
                directory.domains().size(),
                directory.mailboxes().size(),
                directory.aliases().size(),
                changes);
    }
}
