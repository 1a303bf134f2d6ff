package io.postern.system.smtp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SmtpClientTest {

    @Test
    void replyOfSeveralLinesIsOne() throws Exception {
        try (ScriptedServer server = new ScriptedServer("220 a\r\n", "250-a\r\n250-PIPELINING\r\n250 SIZE 9\r\n");
                SmtpClient client = SmtpClient.connect(server.port())) {
            assertThat(client.read().code()).isEqualTo(220);
            assertThat(client.command("EHLO x").lines()).containsExactly("250-a", "250-PIPELINING", "250 SIZE 9");
            assertThat(client.closedByServer()).isTrue();
            assertThatThrownBy(client::read).isInstanceOf(EOFException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"220 bare line feed\n", "22 short\r\n", "hello\r\n", "220-two\r\n250 codes\r\n"})
    void replyThatIsNoneIsTold(String malformed) throws Exception {
        try (ScriptedServer server = new ScriptedServer(malformed);
                SmtpClient client = SmtpClient.connect(server.port())) {
            assertThatThrownBy(client::read).isInstanceOf(IOException.class).hasMessageContaining("not a reply");
        }
    }

    @Test
    void refusedRecipientEndsTheMail() throws Exception {
        try (ScriptedServer server = new ScriptedServer(
                        "220 a\r\n", "250 a\r\n", "250 2.1.0 Ok\r\n", "550 5.1.1 <x@y>: User unknown\r\n");
                SmtpClient client = SmtpClient.greet(server.port())) {
            SmtpReply reply = client.sendMail("a@b", List.of("x@y"), new byte[0]);
            assertThat(reply.status()).contains("5.1.1");
            assertThat(server.heard()).isEqualTo("EHLO client.example\r\nMAIL FROM:<a@b>\r\nRCPT TO:<x@y>\r\n");
        }
    }

    @Test
    void statusMustBeOfTheClassOfTheCode() {
        assertThat(new SmtpReply(List.of("452 4.5.3 Too many")).status()).contains("4.5.3");
        assertThat(new SmtpReply(List.of("452 5.5.3 Too many")).status()).isEmpty();
        assertThat(new SmtpReply(List.of("250-2.0.0 a", "250 b")).status()).isEmpty();
    }

    @Test
    void queuedMailHasAnId() {
        assertThat(new SmtpReply(List.of("250 2.0.0 Ok: queued as 01ABC")).queuedAs())
                .contains("01ABC");
        assertThat(new SmtpReply(List.of("250 2.0.0 Ok")).queuedAs()).isEmpty();
    }

    @Test
    void dotsAtLineStartAreDoubled() {
        assertThat(endOfData(".\r\n..a\r\nb.\r\n")).isEqualTo("..\r\n...a\r\nb.\r\n.\r\n");
        assertThat(endOfData("no line end")).isEqualTo("no line end\r\n.\r\n");
        assertThat(endOfData("")).isEqualTo(".\r\n");
    }

    private static String endOfData(String content) {
        return new String(SmtpClient.endOfData(content.getBytes(ISO_8859_1)), ISO_8859_1);
    }
}
