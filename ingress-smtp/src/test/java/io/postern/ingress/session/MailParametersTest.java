package io.postern.ingress.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.contract.Envelope;
import io.postern.contract.Envelope.Notify;
import io.postern.contract.Envelope.Ret;
import io.postern.ingress.session.SessionLimits.BareNewlines;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SIZE (RFC 1870), BODY (RFC 6152), DSN (RFC 3461), AUTH (RFC 4954 section 5) and LIMITS (RFC 9422). */
class MailParametersTest {

    @TempDir
    private Path folder;

    private Dialogue client;

    @BeforeEach
    void connect() {
        client = new Dialogue(folder).says("EHLO c");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            RET=FULL                        | 250 2.1.0 Ok
            ret=hdrs ENVID=QQ314159         | 250 2.1.0 Ok
            ENVID=a+2Bb+3D                  | 250 2.1.0 Ok
            RET=ALL                         | 501 5.5.4 Bad RET value
            RET                             | 501 5.5.4 Bad RET value
            ENVID                           | 501 5.5.4 Bad ENVID value
            ENVID=a+b                       | 501 5.5.4 Bad ENVID value
            ENVID=a+2b                      | 501 5.5.4 Bad ENVID value
            ENVID=                          | 501 5.5.4 Syntax: MAIL FROM:<address> [parameters]
            ENVID=a=b                       | 501 5.5.4 Syntax: MAIL FROM:<address> [parameters]
            RET=FULL RET=HDRS               | 501 5.5.4 Parameter given twice: RET
            BODY=7BIT                       | 250 2.1.0 Ok
            body=8bitmime                   | 250 2.1.0 Ok
            BODY=BINARYMIME                 | 501 5.5.4 Bad BODY value
            BODY                            | 501 5.5.4 Bad BODY value
            SIZE=0                          | 250 2.1.0 Ok
            SIZE                            | 501 5.5.4 Bad SIZE value
            SIZE=-1                         | 501 5.5.4 Bad SIZE value
            SIZE=999999999999999999999      | 501 5.5.4 Bad SIZE value
            SIZE=1999                       | 452 4.3.1 Insufficient system storage
            AUTH=<>                         | 250 2.1.0 Ok
            AUTH=e+3Dmc2@example.com        | 250 2.1.0 Ok
            AUTH=a+b                        | 501 5.5.4 Bad AUTH value
            NOTIFY=NEVER                    | 555 5.5.4 Unsupported parameter: NOTIFY
            BY=120;R                        | 555 5.5.4 Unsupported parameter: BY
            -X=1                            | 501 5.5.4 Syntax: MAIL FROM:<address> [parameters]
            """)
    void ofMail(String parameters, String reply) {
        client.says("MAIL FROM:<s@x.test> " + parameters);
        assertThat(client.last()).isEqualTo(reply);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            NOTIFY=NEVER                    | 250 2.1.5 Ok
            notify=success,failure,delay    | 250 2.1.5 Ok
            NOTIFY=NEVER,DELAY              | 501 5.5.4 Bad NOTIFY value
            NOTIFY=SUCCESS,                 | 501 5.5.4 Bad NOTIFY value
            NOTIFY=ALWAYS                   | 501 5.5.4 Bad NOTIFY value
            NOTIFY                          | 501 5.5.4 Bad NOTIFY value
            ORCPT=rfc822;Bob@x.test         | 250 2.1.5 Ok
            ORCPT=x400;/C+3DDE/             | 250 2.1.5 Ok
            ORCPT=utf-8;j\\x{FC}rgen@x.test | 250 2.1.5 Ok
            ORCPT=rfc822                    | 501 5.5.4 Bad ORCPT value
            ORCPT=rfc822;                   | 501 5.5.4 Bad ORCPT value
            ORCPT=;bob@x.test               | 501 5.5.4 Bad ORCPT value
            ORCPT=rfc822;b+ob@x.test        | 501 5.5.4 Bad ORCPT value
            ORCPT                           | 501 5.5.4 Bad ORCPT value
            NOTIFY=NEVER NOTIFY=NEVER       | 501 5.5.4 Parameter given twice: NOTIFY
            RET=FULL                        | 555 5.5.4 Unsupported parameter: RET
            SIZE=1                          | 555 5.5.4 Unsupported parameter: SIZE
            """)
    void ofRcpt(String parameters, String reply) {
        client.says("MAIL FROM:<s@x.test>", "RCPT TO:<alice@here.test> " + parameters);
        assertThat(client.last()).isEqualTo(reply);
    }

    @Test
    void areAllInTheEnvelope() {
        client.says("MAIL FROM:<s@x.test> RET=HDRS ENVID=QQ+2B1 BODY=8BITMIME SIZE=10");
        client.says("RCPT TO:<alice@here.test> NOTIFY=SUCCESS,DELAY ORCPT=rfc822;Al+20@x.test", "DATA", ".");
        Envelope envelope = client.envelopes.get(0);
        assertThat(envelope.ret()).isEqualTo(Ret.HDRS);
        assertThat(envelope.envelopeId()).isEqualTo("QQ+2B1");
        assertThat(envelope.eightBit()).isTrue();
        Envelope.Recipient recipient = envelope.recipients().get(0);
        assertThat(recipient.notifyOn()).isEqualTo(Set.of(Notify.SUCCESS, Notify.DELAY));
        assertThat(recipient.originalRecipient()).isEqualTo("rfc822;Al+20@x.test");
    }

    @Test
    void ofOneMailAreNotThoseOfTheNext() {
        client.says("MAIL FROM:<s@x.test> RET=HDRS ENVID=1 BODY=8BITMIME SMTPUTF8", "RCPT TO:<alice@here.test>");
        client.says("DATA", ".", "MAIL FROM:<s@x.test>", "RCPT TO:<alice@here.test>", "DATA", ".");
        assertThat(client.envelopes.get(1))
                .usingRecursiveComparison()
                .isEqualTo(new Envelope("s@x.test", client.envelopes.get(0).recipients(), false, false));
    }

    @ParameterizedTest
    @CsvSource({"100, 250 2.1.0 Ok", "101, 501 5.5.4 Bad ENVID value"})
    void envelopeIdHasAnEnd(int length, String reply) {
        client.says("MAIL FROM:<s@x.test> ENVID=" + "x".repeat(length));
        assertThat(client.last()).isEqualTo(reply);
    }

    @ParameterizedTest
    @ValueSource(strings = {"utf-8;j\u00fcrgen@x.test", "rfc822;j\u00fcrgen@x.test"})
    void originalRecipientBeyondAsciiNeedsTheKeyword(String recipient) {
        client.says("MAIL FROM:<s@x.test>").saysInUtf8("RCPT TO:<alice@here.test> ORCPT=" + recipient);
        assertThat(client.last()).startsWith("5");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 1000, 1900})
    void longOriginalRecipientIsAnswered(int length) throws InterruptedException {
        AtomicReference<String> reply = new AtomicReference<>();
        // As small a stack as an event loop has.
        Thread small = new Thread(null, () -> reply.set(offered("rfc822;" + "a".repeat(length))), "small", 256 * 1024);
        small.start();
        small.join();
        assertThat(reply.get()).startsWith(length == 400 ? "250 " : "5");
    }

    private String offered(String originalRecipient) {
        Dialogue roomy = new Dialogue(
                folder,
                Rules.PLAIN,
                new SessionLimits(2000, 3, 4, 5, 10, 3, 2048, 998, BareNewlines.REFUSE),
                Admission.OPEN);
        return roomy.says("EHLO c", "MAIL FROM:<s@x.test>", "RCPT TO:<alice@here.test> ORCPT=" + originalRecipient)
                .last();
    }

    @Test
    void originalRecipientBeyondAsciiIsTakenWithTheKeyword() {
        client.says("MAIL FROM:<s@x.test> SMTPUTF8")
                .saysInUtf8("RCPT TO:<alice@here.test> ORCPT=utf-8;j\u00fcrgen@x.test");
        assertThat(client.last()).isEqualTo("250 2.1.5 Ok");
    }

    @Test
    void limitsThatWereSaidHold() {
        assertThat(client.last()).isEqualTo("250 LIMITS MAILMAX=4 RCPTMAX=3");
        for (int mail = 0; mail < 4; mail++) {
            client.says("MAIL FROM:<s@x.test>", "RSET");
            assertThat(client.last()).isEqualTo("250 2.0.0 Ok");
        }
        client.says("MAIL FROM:<s@x.test>");
        assertThat(client.last()).isEqualTo("421 4.7.0 mx.test Error: too many mails in one session");
        assertThat(client.closed).isTrue();
    }
}
