package io.postern.ingress.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.contract.Session;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that cannot wait, cannot stop, or are no mail servers at all. */
class AbuseTest {

    private static final String OUT_OF_STEP = "554 5.5.0 Error: SMTP protocol synchronization";
    private static final String TOO_MANY_ERRORS = "421 4.7.0 mx.test Error: too many errors";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"EHLO c\r\n", "E", "\r\n", "GET / HTTP/1.1\r\n"})
    void whoSpeaksBeforeTheBannerGetsNone(String early) {
        Dialogue client = Dialogue.beforeTheBanner(folder, Rules.PLAIN).sends(early);
        assertThat(client.replies).containsExactly(OUT_OF_STEP);
        assertThat(client.closed).isTrue();
        client.opens().says("EHLO c");
        assertThat(client.replies).containsExactly(OUT_OF_STEP);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1",
                "post /x HTTP/1.0",
                "PUT /",
                "HEAD /",
                "CONNECT mx.test:25",
                "OPTIONS *",
                "Host: mx.test",
                "User-Agent: x"
            })
    void whoSpeaksAnotherProtocolIsSentAway(String line) {
        Dialogue client = new Dialogue(folder).sends(line + "\r\nEHLO c\r\n");
        assertThat(client.replies)
                .containsExactly("220 mx.test ESMTP Postern", "421 4.7.0 mx.test Error: this is an SMTP server");
        assertThat(client.closed).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"NOOP", "RSET", "HELP", "VRFY alice", "EHLO c", "HELO c"})
    void whoMovesNothingIsSentAwayInTheEnd(String command) {
        Dialogue client = new Dialogue(folder).says("EHLO c");
        int said = 0;
        while (!client.closed && said++ < 100) {
            client.says(command);
        }
        // 10 for nothing, the greeting among them, and 5 errors
        assertThat(said).isEqualTo(14);
        assertThat(client.last()).isEqualTo(TOO_MANY_ERRORS);
    }

    @Test
    void mailThatIsTakenMakesUpForIdleCommands() {
        Dialogue client = new Dialogue(folder).says("EHLO c");
        for (int mail = 0; mail < 4; mail++) {
            client.says("NOOP", "NOOP", "NOOP", "NOOP", "RSET", "NOOP", "NOOP", "NOOP", "NOOP");
            client.says("MAIL FROM:<s@x.test>", "RCPT TO:<alice@here.test>", "DATA", ".");
        }
        assertThat(client.mails).hasSize(4);
    }

    @Test
    void whoTriesNamesIsSentAway() {
        Dialogue client = new Dialogue(folder).says("EHLO c", "MAIL FROM:<s@x.test>");
        for (String name : new String[] {"a", "b", "c", "d", "e"}) {
            client.says("RCPT TO:<" + name + "@here.test>");
        }
        assertThat(client.last()).isEqualTo(TOO_MANY_ERRORS);
    }

    @Test
    void whoGreetsUnderManyNamesIsRefused() {
        Dialogue client = new Dialogue(folder).says("EHLO a", "EHLO b", "EHLO c", "EHLO d");
        assertThat(client.last()).isEqualTo("503 5.5.1 Error: too many names");
        assertThat(client.snapshot().helo()).isEqualTo("c");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NOOP\r\nNOOP\r\n",
                "EHLO d\r\nMAIL FROM:<s@x.test>\r\n",
                "VRFY alice\r\nNOOP\r\n",
                "EXPN list\r\nNOOP\r\n",
                "HELP\r\nNOOP\r\n",
                "HELO d\r\nN",
                "MAIL FROM:<s@x.test>\r\nRCPT TO:<alice@here.test>\r\nDATA\r\nSubject: x\r\n\r\n.\r\n"
            })
    void whoPipelinesWhatMustNotBeIsSentAway(String bytes) {
        Dialogue client = new Dialogue(folder).says("EHLO c").sends(bytes);
        assertThat(client.last()).isEqualTo(OUT_OF_STEP);
        assertThat(client.closed).isTrue();
        assertThat(client.mails).isEmpty();
    }

    @Test
    void whoDidNotSayEhloDoesNotPipeline() {
        Dialogue client =
                new Dialogue(folder).says("HELO c").sends("MAIL FROM:<s@x.test>\r\nRCPT TO:<alice@here.test>\r\n");
        assertThat(client.last()).isEqualTo(OUT_OF_STEP);
    }

    @Test
    void whatMayBePipelinedIs() {
        Dialogue client = new Dialogue(folder)
                .says("EHLO c")
                .sends(
                        "RSET\r\nMAIL FROM:<s@x.test>\r\nRCPT TO:<alice@here.test>\r\nRCPT TO:<bob@here.test>\r\nDATA\r\n")
                .sends("x\r\n.\r\nMAIL FROM:<s@x.test>\r\nRSET\r\nQUIT\r\n");
        assertThat(client.mails).hasSize(1);
        assertThat(client.last()).isEqualTo("221 2.0.0 Bye");
    }

    @ParameterizedTest
    @ValueSource(ints = {421, 450, 550})
    void whoMayNotGoOnIsTold(int code) {
        Reply reply = Reply.of(code, code < 500 ? "4.7.0" : "5.7.1", "No");
        for (String wish : new String[] {"mail", "recipient", "content"}) {
            Dialogue client = new Dialogue(folder, Rules.PLAIN, Dialogue.LIMITS, refusing(wish, reply))
                    .says("EHLO c", "MAIL FROM:<s@x.test>");
            if (!wish.equals("mail")) {
                client.says("RCPT TO:<alice@here.test>");
            }
            if (wish.equals("content")) {
                client.says("DATA");
            }
            assertThat(client.last()).isEqualTo(reply.text());
            assertThat(client.closed).isEqualTo(code == 421);
        }
    }

    @Test
    void unknownRecipientIsReported() {
        StringBuilder reported = new StringBuilder();
        Admission counting = new Admission() {
            @Override
            public void unknownRecipient(Session session) {
                reported.append(session.clientIp());
            }
        };
        new Dialogue(folder, Rules.PLAIN, Dialogue.LIMITS, counting)
                .says("EHLO c", "MAIL FROM:<s@x.test>", "RCPT TO:<no@here.test>", "RCPT TO:<alice@here.test>");
        assertThat(reported).hasToString(Dialogue.CLIENT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"RCPT TO:<full@here.test>", "MAIL FROM:<s@x.test> SIZE=3000"})
    void whoIsToldNoAgainAndAgainIsSentAway(String command) {
        Dialogue client = new Dialogue(folder).says("EHLO c");
        if (command.startsWith("RCPT")) {
            client.says("MAIL FROM:<s@x.test>");
        }
        for (int again = 0; again < 1000 && !client.closed; again++) {
            client.says(command);
        }
        assertThat(client.closed).isTrue();
    }

    @Test
    void errorsBeforeAMailThatWasTakenAreForgiven() {
        Dialogue client = new Dialogue(folder).says("EHLO c");
        for (int mail = 0; mail < 4; mail++) {
            client.says("MAIL FROM:<s@x.test>", "RCPT TO:<nobody@here.test>", "RCPT TO:<no@here.test>");
            client.says("RCPT TO:<alice@here.test>", "DATA", "mail " + mail, ".");
        }
        assertThat(client.mails).hasSize(4);
        assertThat(client.closed).isFalse();
    }

    private static Admission refusing(String wish, Reply reply) {
        return new Admission() {
            @Override
            public @Nullable Reply mail(Session session) {
                return wish.equals("mail") ? reply : null;
            }

            @Override
            public @Nullable Reply recipient(Session session) {
                return wish.equals("recipient") ? reply : null;
            }

            @Override
            public @Nullable Reply content(Session session) {
                return wish.equals("content") ? reply : null;
            }
        };
    }
}
