package io.postern.ingress.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.contract.Envelope;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 5321 sections 4.1.2, 4.1.3 and 4.5.1; RFC 6531. */
class AddressTest {

    @TempDir
    private Path folder;

    private Dialogue client;

    @BeforeEach
    void connect() {
        client = new Dialogue(folder).says("EHLO c");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            <alice@here.test>                     | alice@here.test
            <ALICE@HERE.TEST>                     | alice@here.test
            <@relay.test,@b.test:alice@here.test> | alice@here.test
            <"alice"@here.test>                   | alice@here.test
            <"al\\ice"@here.test>                 | alice@here.test
            <"a b"@here.test>                     | "a b"@here.test
            <"a\\ b"@here.test>                   | "a b"@here.test
            <alice+news@here.test>                | alice@here.test
            <alice+a+b@here.test>                 | alice@here.test
            <Alice+News@here.test>                | alice@here.test
            <"alice+news"@here.test>              | alice@here.test
            <postmaster>                          | alice@here.test
            <PostMaster>                          | alice@here.test
            <postmaster@here.test>                | alice@here.test
            <postmaster@xn--mnchen-3ya.test>      | alice@here.test
            """)
    void recipientIsFound(String path, String mailbox) {
        client.says("MAIL FROM:<s@x.test>", "RCPT TO:" + path);
        assertThat(client.last()).isEqualTo("250 2.1.5 Ok");
        assertThat(mailboxes()).containsExactly(mailbox);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            <+alice@here.test>                    | 550 5.1.1
            <alice-news@here.test>                | 550 5.1.1
            <a b@here.test>                       | 501 5.1.3
            <"a  b"@here.test>                    | 550 5.1.1
            <alice@[192.0.2.1]>                   | 550 5.7.1
            <alice@[IPv6:2001:db8::1]>            | 550 5.7.1
            <alice@[2001:db8::1]>                 | 501 5.1.3
            <alice@[here.test]>                   | 501 5.1.3
            <alice@[IPv6:here.test]>              | 501 5.1.3
            <alice@[192.0.2.1>                    | 501 5.1.3
            <alice%else.test@here.test>           | 550 5.1.1
            <alice@here.test@else.test>           | 501 5.1.3
            <@relay.test:>                        | 501 5.1.3
            <@:alice@here.test>                   | 501 5.1.3
            <.alice@here.test>                    | 501 5.1.3
            <alice.@here.test>                    | 501 5.1.3
            <alice@here..test>                    | 501 5.1.3
            <alice@here.test.>                    | 501 5.1.3
            <alice@here.test->                    | 501 5.1.3
            <alice@>                              | 501 5.1.3
            <@here.test>                          | 501 5.1.3
            <alice>                               | 501 5.1.3
            <"">                                  | 501 5.1.3
            <"alice@here.test>                    | 501 5.5.4
            <<alice@here.test>>                   | 501 5.5.4
            alice@here.test                       | 501 5.5.4
            """)
    void recipientIsRefused(String path, String reply) {
        client.says("MAIL FROM:<s@x.test>", "RCPT TO:" + path);
        assertThat(client.last()).startsWith(reply + " ");
    }

    @Test
    void eachOfTheSpellingsIsTheSameRecipient() {
        client.says("MAIL FROM:<s@x.test>", "RCPT TO:<\"alice\"@here.test>", "RCPT TO:<ALICE@here.test>", "DATA", ".");
        assertThat(client.recipients()).containsExactly(List.of("alice@here.test"));
    }

    @Test
    void tagIsKeptInTheEnvelope() {
        client.says("MAIL FROM:<s@x.test>", "RCPT TO:<alice+News@here.test>", "DATA", ".");
        assertThat(client.recipients()).containsExactly(List.of("alice+news@here.test"));
    }

    @Test
    void localPartOfSomebodyElseKeepsItsCase() {
        Dialogue relayed = new Dialogue(folder, Dialogue.PROXY)
                .says("EHLO c", "MAIL FROM:<Some.One@X.test>", "RCPT TO:<Some.Body@Else.TEST>", "DATA", ".");
        assertThat(relayed.envelopes.get(0).sender()).isEqualTo("Some.One@x.test");
        assertThat(relayed.recipients()).containsExactly(List.of("Some.Body@else.test"));
    }

    @Test
    void pathsAsLongAsTheRfcSaysAreTaken() {
        String domain = ("d".repeat(60) + ".").repeat(3) + "test";
        client.says("MAIL FROM:<" + "l".repeat(64) + "@" + domain + ">");
        assertThat(client.last()).isEqualTo("250 2.1.0 Ok");
    }

    @ParameterizedTest
    @ValueSource(ints = {65, 300})
    void longerLocalPartsAreRefused(int length) {
        client.says("MAIL FROM:<" + "l".repeat(length) + "@x.test>");
        assertThat(client.last()).isEqualTo("501 5.1.7 Bad sender address syntax");
    }

    @Test
    void longerPathsAreRefused() {
        client.says("MAIL FROM:<" + "l".repeat(64) + "@" + ("d".repeat(60) + ".").repeat(3) + "testtest>");
        assertThat(client.last()).isEqualTo("501 5.1.7 Bad sender address syntax");
    }

    @Test
    void longerLabelsAreRefused() {
        client.says("MAIL FROM:<s@" + "d".repeat(64) + ".test>");
        assertThat(client.last()).isEqualTo("501 5.1.7 Bad sender address syntax");
    }

    @Test
    void senderHasADomain() {
        client.says("MAIL FROM:<postmaster>");
        assertThat(client.last()).isEqualTo("501 5.1.7 Bad sender address syntax");
    }

    @ParameterizedTest
    @CsvSource({
        "MAIL FROM:<j\u00fcrgen@x.test>, 553 5.6.7 Sender address beyond ASCII needs SMTPUTF8",
        "MAIL FROM:<s@m\u00fcnchen.test>, 553 5.6.7 Sender address beyond ASCII needs SMTPUTF8",
        "MAIL FROM:<j\u00fcrgen@x.test> SMTPUTF8, 250 2.1.0 Ok",
        "MAIL FROM:<s@m\u00fcnchen.test> smtputf8, 250 2.1.0 Ok",
        "MAIL FROM:<\"j\u00fcrgen m\"@x.test> SMTPUTF8, 250 2.1.0 Ok",
        "MAIL FROM:<s@x.test> SMTPUTF8=yes, 501 5.5.4 Bad SMTPUTF8 value",
        "MAIL FROM:<j\u0085@x.test> SMTPUTF8, 501 5.1.7 Bad sender address syntax",
        "MAIL FROM:<j\u2028@x.test> SMTPUTF8, 501 5.1.7 Bad sender address syntax",
        "MAIL FROM:<s@m\u3002test> SMTPUTF8, 501 5.1.7 Bad sender address syntax",
    })
    void senderBeyondAscii(String command, String reply) {
        client.saysInUtf8(command);
        assertThat(client.last()).isEqualTo(reply);
    }

    @ParameterizedTest
    @CsvSource({
        "j\u00fcrgen@here.test, j\u00fcrgen@here.test",
        "ju\u0308rgen@here.test, j\u00fcrgen@here.test",
        "J\u00dcRGEN@here.test, j\u00fcrgen@here.test",
        "postmaster@m\u00fcnchen.test, alice@here.test",
        "postmaster@M\u00dcNCHEN.test, alice@here.test",
        "postmaster@mu\u0308nchen.test, alice@here.test",
    })
    void recipientBeyondAsciiIsFound(String address, String mailbox) {
        client.saysInUtf8("MAIL FROM:<s@x.test> SMTPUTF8", "RCPT TO:<" + address + ">");
        assertThat(client.last()).isEqualTo("250 2.1.5 Ok");
        assertThat(client.snapshot().protocol()).isEqualTo("UTF8SMTP");
        assertThat(mailboxes()).containsExactly(mailbox);
        assertThat(client.envelopes.get(0).smtpUtf8()).isTrue();
    }

    @Test
    void recipientBeyondAsciiNeedsTheKeyword() {
        client.says("MAIL FROM:<s@x.test>").saysInUtf8("RCPT TO:<j\u00fcrgen@here.test>");
        assertThat(client.last()).isEqualTo("553 5.6.7 Recipient address beyond ASCII needs SMTPUTF8");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"MAIL FROM:<j\u00fc@x.test> SMTPUTF8", "MAIL FROM:<s@x.test> SMTPUTF8 \u00ff", "MAIL \u00e9"})
    void whatIsNotUtf8IsRefused(String latin1) {
        client.says(latin1);
        assertThat(client.last()).isEqualTo("501 5.5.2 Not UTF-8");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            SIZE=499 | tight@here.test | 250 2.1.5 Ok
            SIZE=500 | tight@here.test | 250 2.1.5 Ok
            SIZE=501 | tight@here.test | 452 4.2.2 <tight@here.test>: Mailbox full
            ''       | tight@here.test | 250 2.1.5 Ok
            ''       | full@here.test  | 452 4.2.2 <full@here.test>: Mailbox full
            SIZE=1   | full+x@here.test | 452 4.2.2 <full+x@here.test>: Mailbox full
            """)
    void mailboxHasToHaveRoomForWhatIsDeclared(String parameter, String recipient, String reply) {
        client.says("MAIL FROM:<s@x.test> " + parameter, "RCPT TO:<" + recipient + ">");
        assertThat(client.last()).isEqualTo(reply);
    }

    /** Of the mail, which is sent for it. */
    private List<String> mailboxes() {
        client.says("DATA", ".");
        return client.envelopes.get(0).recipients().stream()
                .map(Envelope.Recipient::mailbox)
                .toList();
    }
}
