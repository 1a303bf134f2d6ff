package io.postern.av;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The operator's file of digests: read at the start, and again whenever it changes. */
@Singleton
class DigestFile {

    private static final Logger LOG = Logger.getLogger(DigestFile.class);

    private final @Nullable Path file;
    private final Duration reload;
    private String seen = "";
    private String complaint = "";
    private volatile DigestList list = DigestList.EMPTY;
    private final Thread watcher = Thread.ofVirtual().name("digests").unstarted(this::watch);

    DigestFile(AvSettings settings) {
        this.file = settings.digestsFile().orElse(null);
        this.reload = settings.reload();
        Checked.positive("reload", reload);
        try {
            read();
        } catch (IOException | BadDigest e) {
            throw new ConfigurationException("postern.av.digests-file: " + where(e));
        }
    }

    void open(@Observes StartupEvent start) {
        if (file != null) {
            LOG.infof("digests read file=%s digests=%d", file, list.names().size());
            watcher.start();
        }
    }

    @PreDestroy
    void close() {
        watcher.interrupt();
    }

    /** The list in force. */
    DigestList list() {
        return list;
    }

    private void watch() {
        try {
            while (true) {
                Thread.sleep(reload);
                readAgainIfChanged();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed, and the thread ends here
        }
    }

    /** A bad list is refused, and told of once; the last good one stays in force. */
    void readAgainIfChanged() {
        try {
            if (read()) {
                LOG.infof("digests read file=%s digests=%d", file, list.names().size());
                complaint = "";
            }
        } catch (IOException | BadDigest e) {
            if (!where(e).equals(complaint)) {
                complaint = where(e);
                LOG.errorf("digests refused, the last good ones stay: %s", complaint);
            }
        }
    }

    private boolean read() throws IOException, BadDigest {
        String text = file == null ? "" : Files.readString(file);
        if (text.equals(seen)) {
            return false;
        }
        seen = text;
        list = DigestList.read(text);
        return true;
    }

    private String where(Exception e) {
        return file + ":" + e.getMessage();
    }
}
