package io.postern.ingress.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SmtpSessionTest {

    @TempDir
    private Path folder;

    private Dialogue client;

    @BeforeEach
    void connect() {
        client = new Dialogue(folder);
    }

    @Test
    void greetsWithItsName() {
        assertThat(client.replies).containsExactly("220 mx.test ESMTP Postern");
    }

    @Test
    void ehloListsTheKeywords() {
        client.says("EHLO c.example");
        assertThat(client.replies.subList(1, client.replies.size()))
                .containsExactly(
                        "250-mx.test",
                        "250-PIPELINING",
                        "250-SIZE 2000",
                        "250-8BITMIME",
                        "250-SMTPUTF8",
                        "250-ENHANCEDSTATUSCODES",
                        "250-CHUNKING",
                        "250-DSN",
                        "250 LIMITS MAILMAX=4 RCPTMAX=3");
        assertThat(client.events).containsExactly("greeted c.example");
        assertThat(client.snapshot().protocol()).isEqualTo("ESMTP");
    }

    @Test
    void mailIsTakenWhole() {
        client.says("EHLO c", "MAIL FROM:<s@x.test>", "RCPT TO:<alice@here.test>", "RCPT TO:<Bob@HERE.test>", "DATA");
        assertThat(client.last()).startsWith("354 ");
        client.says("Subject: x", "", "..dot", ".", "QUIT");
        assertThat(client.mails).containsExactly("Subject: x\r\n\r\n.dot\r\n");
        assertThat(client.recipients()).containsExactly(List.of("alice@here.test", "bob@here.test"));
        assertThat(client.replies).contains("250 2.0.0 Ok: queued as M1");
        assertThat(client.last()).isEqualTo("221 2.0.0 Bye");
        assertThat(client.closed).isTrue();
    }

    @Test
    void emptyMailIsAMail() {
        client.says("HELO c", "MAIL FROM:<>", "RCPT TO:<alice@here.test>", "DATA", ".");
        assertThat(client.mails).containsExactly("");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            MAIL FROM:<s@x.test>                      | 503 5.5.1
            RCPT TO:<alice@here.test>                 | 503 5.5.1
            DATA                                      | 503 5.5.1
            EHLO                                      | 501 5.5.4
            FROB                                      | 500 5.5.2
            EXPN list                                 | 502 5.5.1
            VRFY alice                                | 252 2.0.0
            VRFY                                      | 501 5.5.4
            NOOP anything                             | 250 2.0.0
            RSET                                      | 250 2.0.0
            RSET x                                    | 501 5.5.4
            QUIT x                                    | 501 5.5.4
            """)
    void beforeTheGreeting(String command, String reply) {
        client.says(command);
        assertThat(client.last()).startsWith(reply + " ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            MAIL FROM:<s@x.test>                      | 250 2.1.0
            mail from:<s@x.test>                      | 250 2.1.0
            MAIL FROM: <s@x.test>                     | 250 2.1.0
            MAIL FROM:<>                              | 250 2.1.0
            MAIL FROM:<@a.test,@b.test:s@x.test>      | 250 2.1.0
            MAIL FROM:<"a b>"@x.test>                 | 250 2.1.0
            MAIL FROM:<s@[192.0.2.7]>                 | 250 2.1.0
            MAIL FROM:<s@[IPv6:2001:db8::1]>          | 250 2.1.0
            MAIL FROM:<s@x.test> BODY=8BITMIME SIZE=2000 | 250 2.1.0
            MAIL FROM:<s@x.test> SIZE=2001            | 552 5.3.4
            MAIL FROM:<s@x.test> SIZE=99999999999999999999 | 552 5.3.4
            MAIL FROM:<s@x.test> SIZE=x               | 501 5.5.4
            MAIL FROM:<s@x.test> BODY=9BIT            | 501 5.5.4
            MAIL FROM:<s@x.test> SIZE=1 SIZE=1        | 501 5.5.4
            MAIL FROM:<s@x.test> FOO=1                | 555 5.5.4
            MAIL FROM:s@x.test                        | 501 5.5.4
            MAIL FROM:<s@x.test                       | 501 5.5.4
            MAIL TO:<s@x.test>                        | 501 5.5.4
            MAIL FROM:<s>                             | 501 5.1.7
            MAIL FROM:<s@-x.test>                     | 501 5.1.7
            MAIL FROM:<s..t@x.test>                   | 501 5.1.7
            MAIL FROM:<s@[300.1.1.1]>                 | 501 5.1.7
            MAIL FROM:<s@x.test>x                     | 501 5.5.4
            DATA                                      | 503 5.5.1
            """)
    void afterTheGreeting(String command, String reply) {
        client.says("EHLO c", command);
        assertThat(client.last()).startsWith(reply + " ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            RCPT TO:<alice@here.test>      | 250 2.1.5 Ok
            RCPT TO:<ALICE@HERE.TEST>      | 250 2.1.5 Ok
            RCPT TO:<nobody@here.test>     | 550 5.1.1 <nobody@here.test>: Recipient address rejected: User unknown
            RCPT TO:<alice@else.test>      | 550 5.7.1 <alice@else.test>: Relay access denied
            RCPT TO:<full@here.test>       | 452 4.2.2 <full@here.test>: Mailbox full
            RCPT TO:<>                     | 501 5.1.3 Bad recipient address syntax
            RCPT TO:<alice@here.test> X=1  | 555 5.5.4 Unsupported parameter: X
            MAIL FROM:<t@x.test>           | 503 5.5.1 Error: nested MAIL command
            DATA                           | 503 5.5.1 Error: need RCPT command
            """)
    void afterMail(String command, String reply) {
        client.says("EHLO c", "MAIL FROM:<s@x.test>", command);
        assertThat(client.last()).isEqualTo(reply);
    }

    @Test
    void dataWithoutAValidRecipientIsRefused() {
        client.says("EHLO c", "MAIL FROM:<s@x.test>", "RCPT TO:<nobody@here.test>", "DATA");
        assertThat(client.last()).isEqualTo("554 5.5.1 Error: no valid recipients");
    }

    @Test
    void recipientsAreBounded() {
        client.says("EHLO c", "MAIL FROM:<s@x.test>");
        client.says("RCPT TO:<alice@here.test>", "RCPT TO:<bob@here.test>", "RCPT TO:<carol@here.test>");
        client.says("RCPT TO:<dave@here.test>");
        assertThat(client.last()).isEqualTo("452 4.5.3 Too many recipients");
    }

    @Test
    void recipientNamedAgainAndAgainIsBoundedToo() {
        client.says("EHLO c", "MAIL FROM:<s@x.test>");
        client.says("RCPT TO:<alice@here.test>", "RCPT TO:<alice@here.test>", "RCPT TO:<alice@here.test>");
        client.says("RCPT TO:<alice@here.test>");
        assertThat(client.last()).isEqualTo("452 4.5.3 Too many recipients");
    }

    @Test
    void mailboxNamedTwiceInDifferentSpellingsIsOneRecipient() {
        client.says("EHLO c", "MAIL FROM:<s@x.test>", "RCPT TO:<alice@here.test>", "RCPT TO:<Alice@HERE.test>");
        client.says("DATA", "x", ".");
        assertThat(client.recipients()).containsExactly(List.of("alice@here.test"));
    }

    @Test
    void tooManyErrorsEndTheSession() {
        client.says("A", "B", "C", "D", "E");
        assertThat(client.last()).isEqualTo("421 4.7.0 mx.test Error: too many errors");
        assertThat(client.closed).isTrue();
    }

    @Test
    void nothingIsReadAfterQuit() {
        client.sends("QUIT\r\nNOOP\r\n");
        assertThat(client.last()).isEqualTo("221 2.0.0 Bye");
    }

    @Test
    void whatComesAfterQuitIsNotKept() {
        client.says("QUIT");
        int replies = client.replies.size();
        client.sends("x".repeat(100_000)).says("NOOP");
        assertThat(client.replies).hasSize(replies);
    }

    @Test
    void overlongCommandIsRefusedOnceAndTheNextIsRead() {
        client.sends("NOOP " + "x".repeat(2000)).sends("y".repeat(2000) + "\r\nNOOP\r\n");
        assertThat(client.replies.subList(1, 3)).containsExactly("500 5.5.2 Line too long", "250 2.0.0 Ok");
    }

    @Test
    void commandWithBareLineFeedIsRefused() {
        client.sends("NOOP\nNOOP\r\n");
        assertThat(client.replies.subList(1, 3)).containsExactly("500 5.5.2 Lines end in CRLF", "250 2.0.0 Ok");
    }

    @Test
    void tooBigAfterTheDataIsRefusedAndTheSessionGoesOn() {
        data("x".repeat(900) + "\r\n" + "x".repeat(900) + "\r\n" + "x".repeat(900) + "\r\n.\r\n");
        assertThat(client.last()).isEqualTo("552 5.3.4 Message size exceeds fixed limit");
        assertThat(client.mails).isEmpty();
        assertThat(client.events).contains("dropped");
        client.says("NOOP");
        assertThat(client.last()).isEqualTo("250 2.0.0 Ok");
    }

    @Test
    void overlongTextLineIsRefused() {
        data("x".repeat(999) + "\r\n.\r\n");
        assertThat(client.last()).isEqualTo("554 5.6.0 Line too long");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\n.\r\nb",
                "a\r\n.\nb",
                "a\n.\nb",
                "a\r.\r\nb",
                "a\r\n.\rb",
                "a\r.\rb",
                "a\r\r\nb",
                "a\n\n.\n\nb"
            })
    void onlyCrlfDotCrlfEndsTheData(String smuggled) {
        data(smuggled + "\r\n.\r\nNOOP\r\n");
        assertThat(client.mails).isEmpty();
        assertThat(client.replies.get(client.replies.size() - 2)).startsWith("550 5.5.2 Bare ");
        assertThat(client.last()).isEqualTo("250 2.0.0 Ok");
    }

    @Test
    void rsetForgetsTheMail() {
        client.says("EHLO c", "MAIL FROM:<s@x.test>", "RCPT TO:<alice@here.test>", "RSET", "DATA");
        assertThat(client.last()).startsWith("503 5.5.1");
        assertThat(client.events).contains("dropped");
    }

    @Test
    void noInputBreaksTheSession() {
        Random random = new Random(11);
        String[] words = {
            "EHLO",
            "HELO",
            "MAIL",
            "RCPT",
            "DATA",
            "RSET",
            "QUIT",
            " ",
            "\r\n",
            "\r\n",
            "\r",
            "\n",
            ".",
            "FROM:",
            "TO:",
            "<",
            ">",
            "s@x.test",
            "alice@here.test",
            "\"",
            "\\",
            "SIZE=",
            "9",
            "\0",
            "\u00ff",
            "@",
            ":",
            ","
        };
        for (int round = 0; round < 20_000; round++) {
            Dialogue session = new Dialogue(folder);
            for (int word = 0; word < 30; word++) {
                session.sends(words[random.nextInt(words.length)]);
            }
            assertThat(session.replies).allMatch(reply -> reply.matches("[245]\\d\\d[ -][ -~]*|354 .*"));
        }
    }

    private void data(String bytes) {
        client.says("EHLO c", "MAIL FROM:<s@x.test>", "RCPT TO:<alice@here.test>", "DATA")
                .sends(bytes);
    }
}
