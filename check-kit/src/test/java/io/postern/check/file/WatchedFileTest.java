package io.postern.check.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class WatchedFileTest {

    private static final Duration SOON = Duration.ofMillis(10);

    @TempDir
    private Path folder;

    private Path path = Path.of("");

    @BeforeEach
    void write() throws IOException {
        path = Files.writeString(folder.resolve("number"), "1");
    }

    private static int number(String text) throws BadFile {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new BadFile("not a number: " + text);
        }
    }

    private WatchedFile<Integer> open(Duration reload) {
        return WatchedFile.open("some.key", path, reload, WatchedFileTest::number);
    }

    @Test
    void changeIsInForceSoon() throws Exception {
        try (WatchedFile<Integer> file = open(SOON)) {
            file.watch();
            assertThat(file.get()).isEqualTo(1);
            Files.writeString(path, "2");
            await("the change").untilAsserted(() -> assertThat(file.get()).isEqualTo(2));
        }
    }

    @Test
    void badOneIsRefusedAndTheLastGoodOneStays() throws Exception {
        try (WatchedFile<Integer> file = open(SOON)) {
            Files.writeString(path, "x");
            file.readAgainIfChanged();
            assertThat(file.get()).isEqualTo(1);
            assertThat(file.refused()).isTrue();
            Files.delete(path);
            file.readAgainIfChanged();
            assertThat(file.get()).isEqualTo(1);
            Files.writeString(path, "3");
            file.readAgainIfChanged();
            assertThat(file.get()).isEqualTo(3);
            assertThat(file.refused()).isFalse();
        }
    }

    @Test
    void whatIsBadAtTheStartRefusesTheStartAndNamesTheKey() throws IOException {
        Files.writeString(path, "x");
        assertThatThrownBy(() -> open(SOON))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("some.key is bad: ")
                .hasMessageContaining("not a number: x");
        Files.delete(path);
        assertThatThrownBy(() -> open(SOON)).hasMessageContaining("some.key cannot be read: ");
        assertThatThrownBy(() -> open(Duration.ZERO)).isInstanceOf(ConfigurationException.class);
    }
}
