package io.postern.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FoldersTest {

    @TempDir
    Path temp;

    @Test
    void snapshotStaysWhenTheFolderIsBuiltAnew() throws IOException {
        Path built = temp.resolve("built");
        Path snapshot = temp.resolve("snapshot");
        Files.createDirectories(built.resolve("lib"));
        Files.writeString(built.resolve("lib/a.jar"), "old");
        Folders.snapshot(built, snapshot);
        Folders.delete(built);
        assertThat(snapshot.resolve("lib/a.jar")).hasContent("old");

        Files.createDirectories(built.resolve("lib"));
        Files.writeString(built.resolve("lib/b.jar"), "new");
        Folders.snapshot(built, snapshot);
        assertThat(snapshot.resolve("lib/a.jar")).doesNotExist();
        assertThat(snapshot.resolve("lib/b.jar")).hasContent("new");
    }
}
