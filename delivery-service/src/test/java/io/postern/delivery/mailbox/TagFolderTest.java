package io.postern.delivery.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TagFolderTest {

    @TempDir
    private Path maildir;

    @BeforeEach
    void userHasFolders() throws IOException {
        Files.createDirectories(maildir.resolve(".Lists/cur"));
        Files.createDirectories(maildir.resolve(".Lists.java"));
    }

    /** Where the tag leads; nothing for the inbox. */
    @ParameterizedTest
    @CsvSource({
        "NONE, lists,",
        "EXISTING, lists, .Lists",
        "EXISTING, LISTS, .Lists",
        "EXISTING, bills,",
        "EXISTING, lists.java,",
        "CREATE, lists, .Lists",
        "CREATE, Bills, .bills",
        "CREATE, bills-2026_a, .bills-2026_a",
        "CREATE, '',",
        "CREATE, inbox,",
        "CREATE, a.b,",
        "CREATE, ..,",
        "CREATE, ../../etc,",
        "CREATE, m\u00fcll,",
        "CREATE, &AOk-,",
    })
    void tagNamesAFolderIfItIsAPlainWord(TagFolders folders, String tag, @Nullable String expected) throws IOException {
        Path folder = TagFolder.of(maildir, new Box("alice@postern.test", tag, folders, null));

        assertThat(folder).isEqualTo(expected == null ? maildir : maildir.resolve(expected));
    }

    @Test
    void strangersMakeOnlySoManyFolders() throws IOException {
        for (int i = 0; i < 100; i++) {
            Files.createDirectories(maildir.resolve(".f" + i));
        }

        assertThat(TagFolder.of(maildir, new Box("a@b.test", "one-more", TagFolders.CREATE, null)))
                .isEqualTo(maildir);
        assertThat(TagFolder.of(maildir, new Box("a@b.test", "f7", TagFolders.CREATE, null)))
                .isEqualTo(maildir.resolve(".f7"));
    }
}
