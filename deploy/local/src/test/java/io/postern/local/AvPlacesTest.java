package io.postern.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AvPlacesTest {

    private static final String ENGINES = "postern.av.engines";

    @TempDir
    private Path data;

    private StackOptions stack(String... parts) {
        StackOptions stack = StackOptions.of(Path.of("/checkout"), data)
                .withParts(List.of(parts))
                .withPortOffset(10);
        stack.folder().create();
        new AvPlaces().furnish(stack);
        return stack;
    }

    @Test
    void engineOfTheStackIsAsked() {
        StackOptions stack = stack("av-service", "clamd");
        assertThat(new AvPlaces().settings(stack)).containsEntry(ENGINES, "127.0.0.1:13320");
        assertThat(AvPlaces.told(stack)).isEqualTo("Anti-virus: clamd at 127.0.0.1:13320");
    }

    @Test
    void enginesOfTheOperatorWin() throws IOException {
        StackOptions stack = stack("av-service", "clamd");
        Files.writeString(
                Files.createDirectories(data.resolve("config")).resolve("av-service.properties"),
                ENGINES + "=192.0.2.1:3310\n");
        assertThat(new AvPlaces().settings(stack)).doesNotContainKey(ENGINES);
        assertThat(AvPlaces.told(stack)).isEqualTo("Anti-virus: the engines of the settings");
    }

    @Test
    void withoutAnyItIsSaidInPlainWords() {
        StackOptions stack = stack("av-service");
        if (Clamd.running().isEmpty()) {
            assertThat(new AvPlaces().settings(stack)).doesNotContainKey(ENGINES);
            assertThat(AvPlaces.told(stack)).startsWith("Anti-virus: NONE.");
        } else {
            assertThat(AvPlaces.told(stack)).startsWith("Anti-virus: clamd at ");
        }
    }

    @Test
    void configurationOfClamdIsTheStacks() {
        assertThat(new Clamd(stack("clamd")).settings(Path.of("/signatures")))
                .contains("TCPSocket 13320", "TCPAddr 127.0.0.1", "DatabaseDirectory /signatures")
                .contains("TemporaryDirectory " + data.resolve("run/clamd"));
    }

    /** What is told of a stack is what it was started with. */
    @Test
    void engineIsSettledAtTheStart() {
        StackOptions stack = stack("av-service", "clamd");
        assertThat(AvPlaces.told(stack.withoutPart("clamd"))).isEqualTo("Anti-virus: clamd at 127.0.0.1:13320");
    }

    @Test
    void enginesThatAStackIsToldWin() {
        StackOptions stack = stack("av-service").withSetting("av-service", ENGINES, "");
        assertThat(new AvPlaces().settings(stack)).doesNotContainKey(ENGINES);
    }
}
