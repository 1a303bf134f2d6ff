package io.postern.ingress.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 3207. */
class StartTlsTest {

    private static final Rules TLS_REQUIRED =
            new Rules(false, false, false, true, true, false, false, false, Duration.ZERO);

    @TempDir
    private Path folder;

    @Test
    void isOfferedUntilTheConnectionIsEncrypted() {
        Dialogue client = new Dialogue(folder, Dialogue.MX).says("EHLO c");
        assertThat(client.replies).contains("250 STARTTLS");
        client.says("STARTTLS");
        assertThat(client.last()).isEqualTo("220 2.0.0 Ready to start TLS");
        client.replies.clear();
        client.says("EHLO c");
        assertThat(client.replies).noneMatch(reply -> reply.contains("STARTTLS"));
        assertThat(client.snapshot().protocol()).isEqualTo("ESMTPS");
        assertThat(client.snapshot().tls()).isEqualTo(Dialogue.TLS);
    }

    @Test
    void isNotOfferedWhereTheConnectionBeginsEncrypted() {
        Dialogue client = Dialogue.beforeTheBanner(folder, Dialogue.MX)
                .isEncrypted()
                .opens()
                .says("EHLO c");
        assertThat(client.replies)
                .startsWith("220 mx.test ESMTP Postern")
                .noneMatch(reply -> reply.contains("STARTTLS"));
        client.says("STARTTLS");
        assertThat(client.last()).isEqualTo("503 5.5.1 Error: TLS already active");
    }

    @Test
    void isRefusedWhereItIsNotOffered() {
        Dialogue client = new Dialogue(folder).says("EHLO c", "STARTTLS");
        assertThat(client.last()).isEqualTo("502 5.5.1 Command not implemented");
    }

    @Test
    void takesNoArgument() {
        Dialogue client = new Dialogue(folder, Dialogue.MX).says("EHLO c", "STARTTLS now");
        assertThat(client.last()).isEqualTo("501 5.5.4 No argument expected");
        assertThat(client.snapshot().tls()).isNull();
    }

    @Test
    void happensOnce() {
        Dialogue client = new Dialogue(folder, Dialogue.MX).says("EHLO c", "STARTTLS", "EHLO c", "STARTTLS");
        assertThat(client.last()).isEqualTo("503 5.5.1 Error: TLS already active");
    }

    @ParameterizedTest
    @ValueSource(strings = {"MAIL FROM:<s@x.test>\r\n", "\r\n", "M", "\u0016\u0003\u0001"})
    void whatIsPipelinedBehindItEndsTheSession(String behind) {
        Dialogue client = new Dialogue(folder, Dialogue.MX).says("EHLO c").sends("STARTTLS\r\n" + behind);
        assertThat(client.last()).isEqualTo("554 5.5.0 Error: SMTP protocol synchronization");
        assertThat(client.closed).isTrue();
        assertThat(client.snapshot().tls()).isNull();
    }

    @Test
    void clearTextInjectedBeforeTheHandshakeIsNotReadAfterIt() {
        Dialogue client = new Dialogue(folder, Dialogue.MX).says("EHLO c");
        client.injected = "EHLO evil\r\n";
        client.says("STARTTLS");
        assertThat(client.events).containsExactly("greeted c");
        assertThat(client.snapshot().helo()).isNull();
    }

    @Test
    void theGreetingIsForgotten() {
        Dialogue client = new Dialogue(folder, Dialogue.MX).says("EHLO c", "STARTTLS", "MAIL FROM:<s@x.test>");
        assertThat(client.last()).isEqualTo("503 5.5.1 Error: send HELO or EHLO first");
        assertThat(client.snapshot().helo()).isNull();
    }

    @Test
    void theMailIsForgotten() {
        Dialogue client = new Dialogue(folder, Dialogue.MX)
                .says("EHLO c", "MAIL FROM:<s@x.test>", "RCPT TO:<alice@here.test>", "STARTTLS", "EHLO c");
        assertThat(client.events).containsExactly("greeted c", "dropped", "greeted c");
        client.says("RCPT TO:<bob@here.test>");
        assertThat(client.last()).isEqualTo("503 5.5.1 Error: need MAIL command");
    }

    @Test
    void theBeginningOfAMailInChunksIsForgotten() {
        Dialogue client = new Dialogue(folder, Dialogue.MX)
                .says("EHLO c", "MAIL FROM:<s@x.test>", "RCPT TO:<alice@here.test>")
                .sends("BDAT 3\r\na\r\n")
                .says("STARTTLS", "EHLO c", "MAIL FROM:<s@x.test>", "RCPT TO:<alice@here.test>")
                .sends("BDAT 3 LAST\r\nb\r\n");
        assertThat(client.mails).containsExactly("b\r\n");
    }

    @Test
    void theUserIsForgotten() {
        Rules rules = new Rules(true, true, true, true, false, false, false, true, Duration.ZERO);
        Dialogue client = new Dialogue(folder, rules).says("EHLO c", "AUTH PLAIN " + LoginTest.ALICE);
        assertThat(client.snapshot().user()).isEqualTo("alice");
        client.says("STARTTLS", "EHLO c", "MAIL FROM:<alice@here.test>");
        assertThat(client.last()).isEqualTo("530 5.7.0 Authentication required");
        assertThat(client.snapshot().user()).isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            NOOP                       | 250 2.0.0 Ok
            HELO c                     | 250 mx.test
            MAIL FROM:<s@x.test>       | 530 5.7.0 Must issue a STARTTLS command first
            VRFY alice@here.test       | 530 5.7.0 Must issue a STARTTLS command first
            QUIT                       | 221 2.0.0 Bye
            """)
    void whereItIsRequiredLittleIsAllowedBefore(String command, String reply) {
        Dialogue client = new Dialogue(folder, TLS_REQUIRED).says("EHLO c", command);
        assertThat(client.last()).isEqualTo(reply);
    }

    @Test
    void whereItIsRequiredMailIsTakenAfterIt() {
        Dialogue client =
                new Dialogue(folder, TLS_REQUIRED).says("EHLO c", "STARTTLS", "EHLO c", "MAIL FROM:<s@x.test>");
        assertThat(client.last()).isEqualTo("250 2.1.0 Ok");
    }

    @Test
    void whereItIsRequiredButCannotBeHadNoMailIsTaken() {
        Rules impossible = new Rules(false, false, false, false, true, false, false, false, Duration.ZERO);
        Dialogue client = new Dialogue(folder, impossible).says("EHLO c", "MAIL FROM:<s@x.test>");
        assertThat(client.last()).startsWith("530 5.7.0 ");
    }

    @Test
    void whereItIsRequiredNobodyLogsInBefore() {
        Rules rules = new Rules(true, true, false, true, true, false, false, false, Duration.ZERO);
        Dialogue client = new Dialogue(folder, rules).says("EHLO c", "AUTH PLAIN " + LoginTest.ALICE);
        assertThat(client.last()).startsWith("530 5.7.0 ");
    }
}
