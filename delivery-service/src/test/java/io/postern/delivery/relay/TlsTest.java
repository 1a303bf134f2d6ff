package io.postern.delivery.relay;

import static io.postern.delivery.relay.TestRelay.CLEAR;
import static io.postern.delivery.relay.TestRelay.cause;
import static io.postern.delivery.relay.TestRelay.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.postern.delivery.relay.smtp.Credentials;
import io.postern.delivery.relay.smtp.FakeSmtp;
import io.postern.delivery.relay.smtp.Outcome;
import io.postern.delivery.relay.smtp.Outcome.Deferred;
import io.postern.delivery.relay.smtp.Outcome.Delivered;
import io.postern.delivery.relay.smtp.Step;
import io.postern.delivery.relay.smtp.TestTls;
import io.postern.delivery.relay.smtp.Tls;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class TlsTest {

    private static final Credentials LOGIN = new Credentials("us", "p\u00e4ss word");

    @TempDir
    private static Path folder;

    private static TestTls good;
    private static TestTls other;

    private final FakeSmtp peer = new FakeSmtp();
    private TestRelay relay;

    @BeforeAll
    static void certificates() throws Exception {
        good = TestTls.of(folder, "dns:localhost");
        other = TestTls.of(folder, "dns:other.example");
    }

    @BeforeEach
    void relay() {
        relay = new TestRelay(good.client());
    }

    @AfterEach
    void close() throws IOException {
        relay.close();
        peer.close();
    }

    private Outcome deliver(Tls tls, @Nullable Credentials login) {
        return relay.deliver(
                message(),
                new Route.NextHop("localhost", peer.port(), CLEAR.tls(tls).login(login)));
    }

    private Outcome deliver(Tls tls) {
        return deliver(tls, null);
    }

    @ParameterizedTest
    @EnumSource(names = {"OPPORTUNISTIC", "REQUIRED"})
    void mailIsEncrypted(Tls tls) {
        peer.tls(good.server());

        assertThat(deliver(tls))
                .isInstanceOfSatisfying(
                        Delivered.class,
                        delivered -> assertThat(delivered.tls()).isEqualTo("TLSv1.3"));
        assertThat(peer.taken().getFirst().tls()).isTrue();
        assertThat(peer.heard("EHLO")).hasSize(2);
    }

    @Test
    void mailIsEncryptedFromTheFirstByteOn() {
        peer.implicitTls(good.server());

        assertThat(deliver(Tls.IMPLICIT)).isInstanceOf(Delivered.class);
        assertThat(peer.taken().getFirst().tls()).isTrue();
        assertThat(peer.heard("STARTTLS")).isEmpty();
    }

    @Test
    void mailGoesInClearWhereTheOperatorWantsIt() {
        peer.tls(good.server());

        assertThat(deliver(Tls.NONE)).isInstanceOf(Delivered.class);
        assertThat(peer.taken().getFirst().tls()).isFalse();
    }

    @Test
    void anyCertificateIsBetterThanNone() {
        peer.tls(other.server());

        assertThat(deliver(Tls.OPPORTUNISTIC)).isInstanceOf(Delivered.class);
        assertThat(peer.taken().getFirst().tls()).isTrue();
    }

    @Test
    void strangersCertificateIsNotEnoughWhereTlsIsRequired() {
        peer.tls(other.server());

        assertDeferred(deliver(Tls.REQUIRED), "4.7.5");
    }

    @Test
    void certificateOfAnotherHostIsNotEnoughWhereTlsIsRequired() throws IOException {
        peer.tls(other.server());
        relay.close();
        relay = new TestRelay(other.client()); // trusted, but its name is not localhost

        assertDeferred(deliver(Tls.REQUIRED), "4.7.5");
    }

    @Test
    void serverWithoutTlsGetsNoMailThatRequiresIt() {
        assertDeferred(deliver(Tls.REQUIRED), "4.7.4");
    }

    @Test
    void serverWithoutTlsGetsMailInClear() {
        assertThat(deliver(Tls.OPPORTUNISTIC))
                .isInstanceOfSatisfying(
                        Delivered.class,
                        delivered -> assertThat(delivered.tls()).isNull());
    }

    @ParameterizedTest
    @CsvSource({"454 4.7.0 not now, 1", "502 5.5.1 no, 1"})
    void serverThatTakesTlsBackGetsMailInClear(String reply, int connections) {
        peer.offer("STARTTLS").on("STARTTLS", reply);

        assertThat(deliver(Tls.OPPORTUNISTIC)).isInstanceOf(Delivered.class);
        assertThat(peer.connections()).isEqualTo(connections);
    }

    @ParameterizedTest
    @ValueSource(strings = {"454 4.7.0 not now", "502 5.5.1 no"})
    void serverThatTakesTlsBackGetsNoMailThatRequiresIt(String reply) {
        peer.offer("STARTTLS").on("STARTTLS", reply);

        assertThat(deliver(Tls.REQUIRED)).isInstanceOf(Deferred.class);
        assertThat(peer.heard("MAIL")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "220 go ahead\0close",
                "220 go ahead\r\nnot a handshake\0close",
                "220 go ahead\0silence",
                "\0close"
            })
    void handshakeThatFailsIsFollowedByMailInClearOrNone(String reply) {
        peer.offer("STARTTLS").on("STARTTLS", reply);

        assertThat(deliver(Tls.REQUIRED)).isInstanceOf(Deferred.class);
        assertThat(peer.taken()).isEmpty();

        Outcome outcome = deliver(Tls.OPPORTUNISTIC);

        assertThat(outcome).isInstanceOf(Delivered.class);
        assertThat(peer.taken()).hasSize(1);
        assertThat(peer.connections()).isEqualTo(3);
    }

    /** By somebody between us, to be believed later as if it had come encrypted (CVE-2011-0411, the other way round). */
    @Test
    void whatIsSaidInClearBehindTheAnswerToStarttlsIsNotBelieved() {
        peer.tls(good.server()).on("STARTTLS", "220 go ahead\r\n250-fake\r\n250 AUTH PLAIN");

        Outcome outcome = deliver(Tls.REQUIRED);

        assertDeferred(outcome, "4.7.5");
        assertThat(cause(outcome).reply().text()).contains("in clear after the answer to STARTTLS");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PLAIN LOGIN", "=PLAIN", "XOAUTH2 plain"})
    void weLogIn(String offered) {
        peer.tls(good.server()).offer("AUTH " + offered);

        assertThat(deliver(Tls.REQUIRED, LOGIN)).isInstanceOf(Delivered.class);
        assertThat(peer.heard("AUTH")).containsExactly("AUTH PLAIN AHVzAHDDpHNzIHdvcmQ=");
    }

    @Test
    void weLogInTheOldWay() {
        peer.tls(good.server()).offer("AUTH LOGIN");

        assertThat(deliver(Tls.REQUIRED, LOGIN)).isInstanceOf(Delivered.class);
        assertThat(peer.heard()).contains("AUTH LOGIN", "dXM=", "cMOkc3Mgd29yZA==");
    }

    @Test
    void passwordIsNotToldInClear() {
        peer.offer("AUTH PLAIN LOGIN");

        Outcome outcome = deliver(Tls.OPPORTUNISTIC, LOGIN);

        assertDeferred(outcome, "4.7.11");
        assertThat(peer.heard("AUTH")).isEmpty();
    }

    @Test
    void loginThatFailsIsTheDestinationsFault() {
        peer.tls(good.server()).offer("AUTH PLAIN").on("AUTH", "535 5.7.8 wrong");

        Outcome outcome = deliver(Tls.REQUIRED, LOGIN);

        assertThat(outcome).isInstanceOf(Deferred.class);
        assertThat(outcome.destinationFailed()).isTrue();
        assertThat(cause(outcome).step()).isEqualTo(Step.LOGIN);
        assertThat(cause(outcome).reply()).hasToString("535 5.7.8 wrong");
        assertThat(outcome.toString()).doesNotContain("word");
    }

    private void assertDeferred(Outcome outcome, String enhanced) {
        assertThat(outcome).isInstanceOf(Deferred.class);
        assertThat(outcome.destinationFailed()).isTrue();
        assertThat(cause(outcome).reply().enhanced()).isEqualTo(enhanced);
        assertThat(peer.heard("MAIL")).isEmpty();
    }
}
