package io.postern.av;

import io.postern.check.file.WatchedFile;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;

/** The operator's file of digests, if there is one. */
@Singleton
class DigestFile {

    private final Optional<WatchedFile<DigestList>> file;

    DigestFile(AvSettings settings) {
        Checked.positive("reload", settings.reload());
        this.file = settings.digestsFile()
                .map(path -> WatchedFile.open("postern.av.digests-file", path, settings.reload(), DigestList::read));
    }

    void open(@Observes StartupEvent start) {
        file.ifPresent(WatchedFile::watch);
    }

    @PreDestroy
    void close() {
        file.ifPresent(WatchedFile::close);
    }

    /** The list in force. */
    DigestList list() {
        return file.map(WatchedFile::get).orElse(DigestList.EMPTY);
    }

    void readAgainIfChanged() {
        file.ifPresent(WatchedFile::readAgainIfChanged);
    }
}
