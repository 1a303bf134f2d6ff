package io.postern.system.dialogue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.postern.system.smtp.ScriptedServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DialogueTest {

    @TempDir
    Path folder;

    @Test
    void linesThatFollowOneAnotherGoOutInOnePacket() throws Exception {
        // The server answers every packet once, so it gets through only if there are two.
        try (ScriptedServer server =
                new ScriptedServer("220 a\r\n", "250 2.0.0 b\r\n250 2.0.0 c\r\n", "221 2.0.0 d\r\n")) {
            play(server, "# Claim.\nS: 220 *\nC*2: NOOP\nS*2: 250 2.0.0 *\nc: QU\\x49T\\r\\n\nS: 221 *\nS: <closed>\n");
            assertThat(server.heard()).isEqualTo("NOOP\r\nNOOP\r\nQUIT\r\n");
        }
    }

    @Test
    void fileGoesOutAsMailData() throws Exception {
        Files.writeString(folder.resolve("mail.eml"), ".dot\r\n", UTF_8);
        try (ScriptedServer server = new ScriptedServer("220 a\r\n", "250 2.0.0 Ok: queued as 01X\r\n")) {
            Transcript transcript = play(server, "S: 220 *\nC: @mail.eml\nS: 250 2.0.0 Ok: queued as *\n");
            assertThat(server.heard()).isEqualTo("..dot\r\n.\r\n");
            assertThat(transcript.mailIds()).containsExactly("01X");
        }
    }

    @Test
    void wrongReplyIsShownWithWhatWentBefore() throws Exception {
        try (ScriptedServer server = new ScriptedServer("220 a\r\n", "550 5.7.1 no\r\n")) {
            assertThatThrownBy(() -> play(server, "S: 220 *\nC: MAIL FROM:<>\nS: 250 *\n"))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("C: MAIL FROM:<>\nS: 550 5.7.1 no");
        }
    }

    @Test
    void replyWithoutStatusCodeAfterEhloIsWrong() throws Exception {
        try (ScriptedServer server = new ScriptedServer("220 a\r\n", "250-a\r\n250 b\r\n", "250 Ok\r\n")) {
            assertThatThrownBy(() -> play(server, "S: 220 *\nC: EHLO x\nS: 250-...\nS: 250 b\nC: NOOP\nS: 250 *\n"))
                    .hasMessageContaining("enhanced status code");
        }
    }

    @Test
    void replyMustHaveTheLinesExpectedAndNoMore() throws Exception {
        try (ScriptedServer server = new ScriptedServer("220-a\r\n220 b\r\n")) {
            assertThatThrownBy(() -> play(server, "S: 220 *\n")).isInstanceOf(AssertionError.class);
        }
    }

    @Test
    void lineThatIsNoneIsTold() {
        assertThatThrownBy(() -> Dialogue.parse("X: hello\n", folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("X: hello");
    }

    @Test
    void expectationsNameMailboxesAndFields() throws Exception {
        Files.writeString(folder.resolve("mail.eml"), "content", UTF_8);
        Expected expected = Expected.parse("alice holds mail.eml\nheader A: b *\nno header C\n", folder);
        assertThat(expected.holds().values())
                .singleElement()
                .satisfies(
                        contents -> assertThat(contents.get(0)).asString(UTF_8).isEqualTo("content"));
        assertThat(expected.fields().get(0).matches(Optional.of("b c"))).isTrue();
        assertThat(expected.fields().get(0).matches(Optional.empty())).isFalse();
        assertThat(expected.fields().get(1).matches(Optional.of("x"))).isFalse();
        assertThat(Expected.read(folder).holds()).isEmpty();
        assertThatThrownBy(() -> Expected.parse("alice has mail", folder)).isInstanceOf(IOException.class);
    }

    private Transcript play(ScriptedServer server, String text) throws IOException {
        return Dialogue.parse(text, folder).play(server.port());
    }
}
