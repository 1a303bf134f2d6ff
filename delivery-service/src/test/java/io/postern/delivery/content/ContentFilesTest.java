package io.postern.delivery.content;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.postern.delivery.TestSettings;
import io.postern.delivery.content.LargeContents.Writing;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // opened before each
class ContentFilesTest {

    @TempDir
    Path folder;

    private LargeContents contents;

    @BeforeEach
    void open() throws IOException {
        contents = new ContentFiles(folder.resolve("new"), 10);
    }

    @Test
    void contentComesBackWholeAndInParts() throws IOException {
        byte[] bytes = new byte[100_000];
        new Random(1).nextBytes(bytes);
        String name = keep(bytes);

        assertThat(read(name, 0, bytes.length)).isEqualTo(bytes);
        assertThat(read(name, 50_000, 20_001)).isEqualTo(Arrays.copyOfRange(bytes, 50_000, 70_001));
        assertThat(read(name, 99_999, 5))
                .as("of more than there is, what there is")
                .containsExactly(bytes[99_999]);
        assertThat(read(name, 100_000, 5)).isEmpty();
    }

    @Test
    void eachContentHasANameOfItsOwn() throws IOException {
        assertThat(keep("one".getBytes(US_ASCII))).isNotEqualTo(keep("one".getBytes(US_ASCII)));
    }

    @Test
    void onlyWhatIsLargeIsWanted() {
        assertThat(contents.wanted(9)).isFalse();
        assertThat(contents.wanted(10)).isTrue();
    }

    @Test
    void whatIsRemovedIsGoneAndMayBeRemovedAgain() throws IOException {
        String name = keep("content".getBytes(US_ASCII));

        contents.remove(name);
        contents.remove(name);

        assertThatIOException().isThrownBy(() -> read(name, 0, 7));
    }

    @Test
    void oldOnesAreFoundWhetherFinishedOrNot() throws IOException {
        String old = keep("old".getBytes(US_ASCII));
        String broken;
        try (Writing writing = contents.begin()) {
            writing.write("half a m".getBytes(US_ASCII));
            broken = writing.name();
        }
        String fresh = keep("fresh".getBytes(US_ASCII));
        Instant now = Instant.now();
        for (String name : new String[] {old, broken}) {
            Files.setLastModifiedTime(folder.resolve("new").resolve(name), FileTime.from(now.minusSeconds(7200)));
        }

        assertThat(contents.before(now.minusSeconds(3600)))
                .containsExactlyInAnyOrder(old, broken)
                .doesNotContain(fresh);
    }

    @Test
    void withoutAFolderAllIsForTheDatabase() {
        LargeContents none = new LargeContentsProducer().contents(TestSettings.of(Map.of()));

        assertThat(none.wanted(Long.MAX_VALUE)).isFalse();
        assertThatIOException()
                .as("of what an earlier setting has left elsewhere")
                .isThrownBy(() -> none.copy("name", 0, 1, new ByteArrayOutputStream()))
                .withMessageContaining("postern.delivery.large.folder");
    }

    @Test
    void folderThatCannotBeRefusesTheStartAndIsNamed() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LargeContentsProducer()
                        .contents(TestSettings.of(Map.of("postern.delivery.large.folder", file.toString()))))
                .withMessageContaining("postern.delivery.large.folder");
    }

    private String keep(byte[] bytes) throws IOException {
        try (Writing writing = contents.begin()) {
            writing.write(bytes);
            writing.finish();
            return writing.name();
        }
    }

    private byte[] read(String name, long from, long most) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        assertThat(contents.copy(name, from, most, bytes)).isEqualTo(bytes.size());
        return bytes.toByteArray();
    }
}
