package io.postern.av;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class BuiltInEngineTest {

    private static final byte[] UNWANTED = "nobody shall get this file".getBytes(ISO_8859_1);

    @TempDir
    private Path folder;

    private static String digest(byte[] content) {
        return HexFormat.of().formatHex(Rig.sha256(content));
    }

    @Test
    void testStringIsFoundInTheMailAndInAPart() throws IOException, InterruptedException {
        try (Rig rig = Rig.probed()) {
            assertThat(Rig.code(rig.scan(Rig.plain(Rig.EICAR)))).isEqualTo("found");
            assertThat(Rig.code(rig.scan(Rig.plain("X5O" + Rig.EICAR)))).isEqualTo("found");
            assertThat(Rig.code(rig.scan(Rig.attached("eicar.com", Rig.EICAR.getBytes(ISO_8859_1)))))
                    .isEqualTo("found");
            assertThat(Rig.code(rig.scan(Rig.plain("hello")))).isEqualTo("clean");
            assertThat(Rig.code(rig.scan(Rig.plain(Rig.EICAR.substring(1))))).isEqualTo("clean");
        }
    }

    @Test
    void listedFileIsFoundByItsDigest() throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve("digests"), "# no\n\n" + digest(UNWANTED) + " Bad-File\n");
        try (Rig rig = Rig.probed("digests-file", file.toString())) {
            var finding = rig.scan(Rig.attached("a", UNWANTED));
            assertThat(finding.reasons().getFirst().detail())
                    .containsEntry("name", "Bad-File")
                    .containsEntry("engine", "built-in");
        }
    }

    @Test
    void changedListComesIntoForceAndWhatWasCleanIsScannedAgain() throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve("digests"), "");
        try (Rig rig = Rig.probed("digests-file", file.toString(), "probe.interval", "20ms")) {
            assertThat(Rig.code(rig.scan(Rig.attached("a", UNWANTED)))).isEqualTo("clean");
            String before = rig.digests.list().version();
            Files.writeString(file, digest(UNWANTED) + "\n");
            rig.digests.readAgainIfChanged();
            Rig.await(() -> !rig.engines.has(before));
            assertThat(Rig.code(rig.scan(Rig.attached("a", UNWANTED)))).isEqualTo("found");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "zz", "not a digest", "0123456789abcdef"})
    void badLineRefusesTheStartAndIsNamed(String line) throws IOException {
        Path file = Files.writeString(folder.resolve("digests"), "# list\n" + line + "\n");
        assertThatThrownBy(() -> new Rig("digests-file", file.toString()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("postern.av.digests-file")
                .hasMessageContaining("digests: line 2: not a SHA-256");
    }

    @Test
    void badChangeIsRefusedAndTheLastGoodListStays() throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve("digests"), digest(UNWANTED) + "\n");
        try (Rig rig = Rig.probed("digests-file", file.toString())) {
            Files.writeString(file, "nonsense\n");
            rig.digests.readAgainIfChanged();
            assertThat(Rig.code(rig.scan(Rig.attached("a", UNWANTED)))).isEqualTo("found");
        }
    }

    @Test
    void missingFileRefusesTheStart() {
        assertThatThrownBy(() -> new Rig("digests-file", folder.resolve("none").toString()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("postern.av.digests-file");
    }

    @Test
    void healthSaysInPlainWordsThatItIsNoScanner() {
        try (Rig rig = Rig.probed()) {
            assertThat(rig.health.call().getData().orElseThrow())
                    .hasEntrySatisfying(
                            "built-in", said -> assertThat(said).asString().contains("NO VIRUS SCANNER"));
        }
    }
}
