package io.postern.check.file;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What a file of the operator says. It is read at the start, where a bad one refuses the start, and again whenever it has
 * changed, where a bad one is refused as a whole, told of once, and the last good one stays in force.
 *
 * @param <T> what it says
 */
public final class WatchedFile<T> implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(WatchedFile.class);

    /** Makes sense of a text. */
    public interface Parser<T> {
        /** @throws BadFile if it has none */
        T parse(String text) throws BadFile;
    }

    private final Path path;
    private final Parser<T> parser;
    private final Lookout watcher;
    private String text;
    private volatile T inForce;
    private volatile @Nullable String refusal;

    private WatchedFile(Path path, Duration reload, Parser<T> parser) throws IOException, BadFile {
        this.path = path;
        this.parser = parser;
        this.watcher = new Lookout("watch " + path.getFileName(), reload, this::readAgainIfChanged);
        this.text = Files.readString(path);
        this.inForce = parser.parse(text);
    }

    /**
     * Reads it.
     *
     * @param key the setting that names the file
     * @param reload how often it is looked at, once {@link #watch} was called
     * @throws ConfigurationException naming the key, if it cannot be read or is bad
     */
    public static <T> WatchedFile<T> open(String key, Path path, Duration reload, Parser<T> parser) {
        if (reload.toMillis() < 1) {
            throw new ConfigurationException("what " + key + " names is to be looked at every " + reload);
        }
        try {
            return new WatchedFile<>(path, reload, parser);
        } catch (IOException e) {
            throw new ConfigurationException(key + " cannot be read: " + path.toAbsolutePath());
        } catch (BadFile e) {
            throw new ConfigurationException(key + " is bad: " + path + ": " + e.getMessage());
        }
    }

    /** Begins to look at it. */
    public void watch() {
        watcher.start();
    }

    @Override
    public void close() {
        watcher.close();
    }

    /** What it said when it was last good. */
    public T get() {
        return inForce;
    }

    /** Whether what lies there now is bad, and something older is in force. */
    public boolean refused() {
        return refusal != null;
    }

    /** Looks at it now. */
    public void readAgainIfChanged() {
        try {
            String now = Files.readString(path);
            if (!now.equals(text)) {
                inForce = parser.parse(now);
                text = now;
                LOG.infof("read again file=%s", path);
            }
            refusal = null;
        } catch (BadFile e) {
            refuse(String.valueOf(e.getMessage()));
        } catch (IOException | RuntimeException e) {
            refuse("cannot be read: " + e.getClass().getSimpleName());
        }
    }

    private void refuse(String cause) {
        if (!cause.equals(refusal)) {
            LOG.errorf("refused, the last good one stays file=%s cause=%s", path, cause);
        }
        refusal = cause;
    }
}
