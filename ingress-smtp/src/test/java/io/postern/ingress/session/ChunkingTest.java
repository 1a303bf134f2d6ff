package io.postern.ingress.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.ingress.session.SessionLimits.BareNewlines;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** BDAT, RFC 3030. */
class ChunkingTest {

    private static final String NOOP = "250 2.0.0 Ok";

    @TempDir
    private Path folder;

    private Dialogue client;

    @BeforeEach
    void connect() {
        client = new Dialogue(folder).says("EHLO c", "MAIL FROM:<s@x.test>", "RCPT TO:<alice@here.test>");
    }

    @Test
    void oneChunkIsAMail() {
        client.sends("BDAT 14 LAST\r\nSubject: x\r\n\r\n");
        assertThat(client.mails).containsExactly("Subject: x\r\n\r\n");
        assertThat(client.recipients()).containsExactly(List.of("alice@here.test"));
        assertThat(client.last()).isEqualTo("250 2.0.0 Ok: queued as M1");
    }

    @Test
    void severalChunksAreOneMailWhereverTheyAreCut() {
        client.sends("BDAT 4\r\na\r\n\r").sends("bdat 1\r\n\n");
        assertThat(client.replies).endsWith("250 2.0.0 4 octets received", "250 2.0.0 1 octets received");
        client.sends("BDAT 0\r\n").sends("BDAT 3 last\r\nb\r\n");
        assertThat(client.mails).containsExactly("a\r\n\r\nb\r\n");
    }

    @Test
    void lastChunkMayBeEmpty() {
        client.sends("BDAT 3\r\na\r\nBDAT 0 LAST\r\n");
        assertThat(client.mails).containsExactly("a\r\n");
    }

    @Test
    void emptyMailIsAMail() {
        client.sends("BDAT 0 LAST\r\n");
        assertThat(client.mails).containsExactly("");
    }

    @Test
    void dotsAreNothingSpecial() {
        client.sends("BDAT 12 LAST\r\n.\r\n..\r\n.\r\n..NOOP\r\n");
        assertThat(client.mails).containsExactly(".\r\n..\r\n.\r\n..\r\n");
        assertThat(client.last()).isEqualTo(NOOP);
    }

    @Test
    void commandsInAChunkAreContent() {
        client.sends("BDAT 12 LAST\r\nRSET\r\nQUIT\r\nNOOP\r\n");
        assertThat(client.mails).containsExactly("RSET\r\nQUIT\r\n");
        assertThat(client.last()).isEqualTo(NOOP);
        assertThat(client.closed).isFalse();
    }

    @Test
    void lastLineGetsTheEndItLacks() {
        client.sends("BDAT 4 LAST\r\na\r\nb");
        assertThat(client.mails).containsExactly("a\r\nb\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb\r\n", "\n", "a\r\n\n", "a\rb", "a\r", "\r"})
    void bareNewlineIsRefused(String content) {
        client.sends("BDAT " + content.length() + " LAST\r\n" + content);
        assertThat(client.mails).isEmpty();
        assertThat(client.last()).startsWith("550 5.5.2 Bare ");
        client.says("NOOP");
        assertThat(client.last()).isEqualTo(NOOP);
    }

    @Test
    void bareLineFeedAtTheEndBecomesOneLineEnd() {
        Dialogue lenient = new Dialogue(folder, Rules.PLAIN, normalising(), Admission.OPEN)
                .says("EHLO c", "MAIL FROM:<s@x.test>", "RCPT TO:<alice@here.test>")
                .sends("BDAT 2 LAST\r\na\n");
        assertThat(lenient.mails).containsExactly("a\r\n");
    }

    @Test
    void tooBigIsToldAtTheChunkThatIs() {
        client.sends("BDAT 1502\r\n" + ("x".repeat(749) + "\r\n").repeat(2));
        assertThat(client.last()).isEqualTo("250 2.0.0 1502 octets received");
        client.sends("BDAT 751\r\n" + "x".repeat(749) + "\r\n");
        assertThat(client.last()).isEqualTo("552 5.3.4 Message size exceeds fixed limit");
        client.sends("BDAT 3 LAST\r\na\r\n");
        assertThat(client.last()).isEqualTo("503 5.5.1 Error: need MAIL command");
        assertThat(client.mails).isEmpty();
        client.says("NOOP");
        assertThat(client.last()).isEqualTo(NOOP);
    }

    @Test
    void hugeChunkIsNotWaitedFor() {
        client.says("BDAT 999999999999999999");
        assertThat(client.last()).isEqualTo("552 5.3.4 Message size exceeds fixed limit");
        assertThat(client.closed).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BDAT",
                "BDAT x",
                "BDAT -1",
                "BDAT 1 FIRST",
                "BDAT 1 LAST x",
                "BDAT 9999999999999999999",
                "BDAT 1LAST"
            })
    void chunkOfUnknownSizeEndsTheSession(String command) {
        client.says(command);
        assertThat(client.last()).isEqualTo("501 5.5.4 Syntax: BDAT size [LAST]");
        assertThat(client.closed).isTrue();
    }

    @Test
    void withoutMailTheChunkIsReadAndRefused() {
        client.says("RSET").sends("BDAT 6 LAST\r\nQUIT\r\nNOOP\r\n");
        assertThat(client.replies).endsWith("503 5.5.1 Error: need MAIL command", NOOP);
    }

    @Test
    void withoutARecipientTheChunkIsReadAndRefused() {
        client.says("RSET", "MAIL FROM:<s@x.test>").sends("BDAT 6 LAST\r\nQUIT\r\nNOOP\r\n");
        assertThat(client.replies).endsWith("503 5.5.1 Error: need RCPT command", NOOP);
    }

    @Test
    void withoutAValidRecipientTheChunkIsReadAndRefused() {
        client.says("RSET").sends("MAIL FROM:<s@x.test>\r\nRCPT TO:<no@here.test>\r\nBDAT 6 LAST\r\nQUIT\r\nNOOP\r\n");
        assertThat(client.replies)
                .endsWith(
                        "550 5.1.1 <no@here.test>: Recipient address rejected: User unknown",
                        "554 5.5.1 Error: no valid recipients",
                        NOOP);
    }

    @Test
    void rsetBetweenChunksForgetsThem() {
        client.sends("BDAT 3\r\na\r\n").says("RSET");
        assertThat(client.events).contains("dropped");
        client.says("MAIL FROM:<s@x.test>", "RCPT TO:<bob@here.test>").sends("BDAT 3 LAST\r\nb\r\n");
        assertThat(client.mails).containsExactly("b\r\n");
        assertThat(client.recipients()).containsExactly(List.of("bob@here.test"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            DATA                        | 503 5.5.1 Error: only BDAT or RSET may follow BDAT
            RCPT TO:<bob@here.test>     | 503 5.5.1 Error: only BDAT or RSET may follow BDAT
            MAIL FROM:<s@x.test>        | 503 5.5.1 Error: nested MAIL command
            NOOP                        | 250 2.0.0 Ok
            """)
    void betweenChunks(String command, String reply) {
        client.sends("BDAT 3\r\na\r\n").says(command);
        assertThat(client.last()).isEqualTo(reply);
        client.sends("BDAT 3 LAST\r\nb\r\n");
        assertThat(client.mails).containsExactly("a\r\nb\r\n");
        assertThat(client.recipients()).containsExactly(List.of("alice@here.test"));
    }

    @Test
    void wholeMailsMayBePipelined() {
        String mail = "MAIL FROM:<s@x.test>\r\nRCPT TO:<bob@here.test>\r\nBDAT 3\r\na\r\nBDAT 3 LAST\r\nb\r\n";
        client.says("RSET").sends(mail + mail + "QUIT\r\n");
        assertThat(client.mails).containsExactly("a\r\nb\r\n", "a\r\nb\r\n");
        assertThat(client.closed).isTrue();
    }

    @Test
    void emptyChunksMoveNothing() {
        for (int i = 0; i < 100 && !client.closed; i++) {
            client.says("BDAT 0");
        }
        assertThat(client.last()).isEqualTo("421 4.7.0 mx.test Error: too many errors");
    }

    @Test
    void nothingIsSaidAfterTooManyUselessChunks() {
        client.says("RSET");
        while (!client.closed) {
            client.says("BDAT 0 LAST");
        }
        assertThat(client.last()).isEqualTo("421 4.7.0 mx.test Error: too many errors");
    }

    private static SessionLimits normalising() {
        return new SessionLimits(2000, 3, 4, 5, 10, 3, 512, 998, BareNewlines.NORMALISE);
    }
}
