package io.postern.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SamplesTest {

    @TempDir
    Path data;

    @Test
    void everySampleIsCopied() throws IOException {
        Samples.copyOnce(data.resolve("config"));
        assertThat(filesIn(data.resolve("config"))).containsExactlyInAnyOrderElementsOf(Samples.FILES);
    }

    @Test
    void everySampleOfTheFolderIsKnown() throws IOException {
        assertThat(filesIn(Path.of("../samples"))).containsExactlyInAnyOrderElementsOf(Samples.FILES);
    }

    @Test
    void whatTheOperatorChangedOrRemovedStaysSo() throws IOException {
        Path config = data.resolve("config");
        Samples.copyOnce(config);
        Files.writeString(config.resolve("policy.yaml"), "checks: {}\n");
        Files.delete(config.resolve("directory.yaml"));
        Samples.copyOnce(config);
        assertThat(config.resolve("policy.yaml")).hasContent("checks: {}\n");
        assertThat(config.resolve("directory.yaml")).doesNotExist();
    }

    @Test
    void configOfBeforeGetsAFolderThatIsNew() throws IOException {
        Path config = data.resolve("config");
        Files.createDirectory(config);
        Samples.copyOnce(config, "dns");
        assertThat(filesIn(config))
                .isNotEmpty()
                .containsExactlyInAnyOrderElementsOf(Samples.FILES.stream()
                        .filter(file -> file.startsWith("dns/"))
                        .toList());
        Files.delete(config.resolve("dns/dbl.test.zone"));
        Samples.copyOnce(config, "dns");
        assertThat(config.resolve("dns/dbl.test.zone")).doesNotExist();
    }

    @Test
    void configOfBeforeGetsAFileThatIsNew() throws IOException {
        Path config = data.resolve("config");
        Files.createDirectory(config);
        Samples.copyOnce(config, "lists/content/phrases.txt");
        assertThat(filesIn(config)).containsExactly("lists/content/phrases.txt");
    }

    private static Stream<String> filesIn(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all
                    .filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .toList()
                    .stream();
        }
    }
}
