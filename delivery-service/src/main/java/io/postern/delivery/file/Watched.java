package io.postern.delivery.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * What a file of the operator says: as it last was without a mistake. One with a mistake at the start stops the start;
 * later it is named in the log, and what was in force stays in force.
 *
 * <p>A file is looked at, not watched: mounted configuration changes by a link that no watch service sees.
 */
public final class Watched<T> {

    private static final Logger LOG = Logger.getLogger(Watched.class);

    private final Path file;
    private final Function<Path, T> reading;
    private FileTime readAt = FileTime.fromMillis(0);
    private volatile T current;

    /** @throws InvalidFile if the file has a mistake */
    public Watched(Path file, Function<Path, T> reading) {
        this.file = file;
        this.reading = reading;
        this.readAt = changedAt();
        this.current = reading.apply(file);
    }

    /** What is in force. */
    public T current() {
        return current;
    }

    /** Reads the file if it has changed. @return whether what is in force has changed */
    public synchronized boolean look() {
        FileTime changedAt = changedAt();
        if (changedAt.equals(readAt)) {
            return false;
        }
        readAt = changedAt;
        try {
            T before = current;
            current = reading.apply(file);
            LOG.infof("read again file=%s", file);
            return !current.equals(before);
        } catch (InvalidFile e) {
            LOG.errorf("nothing changed, a file has a mistake: %s", e.getMessage());
            return false;
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
