package io.postern.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListFolderTest {

    @TempDir
    Path dir;

    @Test
    void missingFolderRefusesToStartAndNamesTheKey() {
        assertThatThrownBy(() -> Lists.folder(dir.resolve("nowhere")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("postern.content.lists-dir")
                .hasMessageContaining("nowhere");
    }

    @Test
    void badListRefusesToStart() throws IOException {
        Files.write(dir.resolve("bad.txt"), new byte[] {(byte) 0xff});
        assertThatThrownBy(() -> Lists.folder(dir))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("bad.txt:1: not UTF-8");
    }

    @Test
    void changedAddedAndRemovedFilesComeIntoForceAndOthersDoNotCount() throws IOException {
        ListFolder folder = Lists.folder(dir);
        assertThat(folder.lists().size()).isZero();
        Files.writeString(dir.resolve("a.txt"), "one\n");
        Files.writeString(dir.resolve("README.md"), "not a list\n");
        folder.readAgainIfChanged();
        assertThat(folder.lists().size()).isEqualTo(1);
        Files.writeString(dir.resolve("a.txt"), "one\ntwo\n");
        Files.writeString(dir.resolve("b.txt"), "three\n");
        folder.readAgainIfChanged();
        assertThat(folder.lists().size()).isEqualTo(3);
        Files.delete(dir.resolve("a.txt"));
        folder.readAgainIfChanged();
        assertThat(folder.lists().size()).isEqualTo(1);
    }

    @Test
    void badListIsRefusedAndTheLastGoodOnesStay() throws IOException {
        Files.writeString(dir.resolve("a.txt"), "one\ntwo\n");
        ListFolder folder = Lists.folder(dir);
        Files.write(dir.resolve("b.txt"), new byte[] {(byte) 0xff});
        folder.readAgainIfChanged();
        assertThat(folder.lists().size()).isEqualTo(2);
        Files.writeString(dir.resolve("b.txt"), "three\n");
        folder.readAgainIfChanged();
        assertThat(folder.lists().size()).isEqualTo(3);
    }

    @Test
    void unchangedListsAreNotReadAgain() throws IOException {
        Files.writeString(dir.resolve("a.txt"), "one\n");
        ListFolder folder = Lists.folder(dir);
        ContentLists before = folder.lists();
        folder.readAgainIfChanged();
        assertThat(folder.lists()).isSameAs(before);
    }
}
