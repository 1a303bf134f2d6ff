package io.postern.ingress.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TlsTest {

    private static final String SHAKEN = "postern.tls.handshakes";
    private static final String FAILED = "postern.tls.handshakes.failed";
    private static final TestCertificate FIRST = TestCertificate.of("mx.first.test");
    private static final TestCertificate SECOND = TestCertificate.of("mx.second.test", "mail.second.test");

    private final TestTls given;

    TlsTest(@TempDir Path folder) {
        this.given = new TestTls(folder);
    }

    @Test
    void withoutCertificateThereIsNoTls() {
        assertThat(given.start().available()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void bothVersionsAreSpoken(String version) throws Exception {
        try (TestListener listener = given.with("first", FIRST).listen();
                SSLSocket client = listener.client(version(version))) {
            assertThat(TestListener.say(client, "hello")).isEqualTo("hello");
            assertThat(client.getSession().getProtocol()).isEqualTo(version);
        }
        assertThat(given.metrics.get(SHAKEN).tag("version", version).counter().count())
                .isEqualTo(1);
    }

    @Test
    void olderVersionIsRefused() throws Exception {
        // A ClientHello of TLS 1.1 that has one cipher suite, ECDHE_ECDSA_WITH_AES_128_CBC_SHA.
        String hello = "160301002d" + "01000029" + "0302" + "00".repeat(32) + "00" + "0002c009" + "0100";
        try (TestListener listener = given.with("first", FIRST).listen();
                Socket client = listener.connect()) {
            client.getOutputStream().write(HexFormat.of().parseHex(hello));
            // Alert, fatal, protocol_version.
            assertThat(client.getInputStream().readAllBytes()).startsWith(21).endsWith(2, 70);
            assertFailed("version");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "mx.first.test, mx.first.test",
        "MX.Second.test, mx.second.test",
        "mail.second.test, mx.second.test",
        "any.wild.test, *.wild.test",
        "own.wild.test, own.wild.test",
        "two.labels.wild.test, mx.first.test",
        "wild.test, mx.first.test",
        "unknown.test, mx.first.test",
        "localhost, mx.first.test",
        ", mx.first.test",
    })
    void certificateIsThatOfTheNameAskedFor(@Nullable String asked, String presented) throws Exception {
        given.with("first", FIRST)
                .with("second", SECOND)
                .with("wild", TestCertificate.of("*.wild.test"))
                .with("own", TestCertificate.of("own.wild.test"));
        try (TestListener listener = given.listen()) {
            assertThat(listener.presentedFor(asked)).isEqualTo(presented);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, EC",
        "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, RSA",
    })
    void certificatesOfOneNameServeClientsOfEitherKind(String suite, String kind) throws Exception {
        given.with("first", FIRST).with("other", SECOND).with("twin", TestCertificate.rsa("mx.first.test"));
        try (TestListener listener = given.listen();
                SSLSocket client = listener.client(suites(suite))) {
            assertThat(client.getSession()
                            .getPeerCertificates()[0]
                            .getPublicKey()
                            .getAlgorithm())
                    .isEqualTo(kind);
        }
    }

    @Test
    void serverPrefersItsOwnOrderOfCipherSuites() throws Exception {
        given.with("first", FIRST)
                .with("protocols", "TLSv1.3")
                .with("cipher-suites", "TLS_CHACHA20_POLY1305_SHA256,TLS_AES_128_GCM_SHA256");
        try (TestListener listener = given.listen();
                SSLSocket client = listener.client(suites("TLS_AES_128_GCM_SHA256", "TLS_CHACHA20_POLY1305_SHA256"))) {
            assertThat(client.getSession().getCipherSuite()).isEqualTo("TLS_CHACHA20_POLY1305_SHA256");
        }
    }

    @Test
    void clientCannotRenegotiate() throws Exception {
        try (TestListener listener = given.with("first", FIRST).listen();
                SSLSocket client = listener.client(version("TLSv1.2"))) {
            assertThat(TestListener.say(client, "hello")).isEqualTo("hello");
            assertThatThrownBy(() -> {
                        client.startHandshake();
                        TestListener.say(client, "again");
                    })
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void replyToStartTlsGoesOutInClear() throws Exception {
        byte[] reply = "220 ready\r\n".getBytes(StandardCharsets.US_ASCII);
        try (TestListener listener = new TestListener(given.with("first", FIRST).start(), true);
                Socket socket = listener.connect()) {
            socket.getOutputStream().write("STARTTLS\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(socket.getInputStream().readNBytes(reply.length)).isEqualTo(reply);
            SSLSocket client = TestListener.client(TestListener.trusting(), socket, wishes -> {});
            assertThat(TestListener.say(client, "hello")).isEqualTo("hello");
        }
    }

    @Test
    void silentClientIsNotWaitedFor() throws Exception {
        given.with("first", FIRST).with("handshake-timeout", "100MS");
        try (TestListener listener = given.listen();
                Socket client = listener.connect()) {
            assertThat(client.getInputStream().readAllBytes()).isEmpty();
            assertFailed("timeout");
        }
    }

    @Test
    void clientThatGoesIsRecognised() throws Exception {
        try (TestListener listener = given.with("first", FIRST).listen()) {
            listener.connect().close();
            assertFailed("closed");
        }
    }

    @Test
    void clientThatSpeaksInClearIsRecognised() throws Exception {
        try (TestListener listener = given.with("first", FIRST).listen();
                Socket client = listener.connect()) {
            client.getOutputStream().write("EHLO client.test\r\n".getBytes(StandardCharsets.US_ASCII));
            assertFailed("plaintext");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void clientThatDoesNotTrustUsIsRecognised(String version) throws Exception {
        try (TestListener listener = given.with("first", FIRST).listen();
                SSLSocket client = TestListener.client(SSLContext.getDefault(), listener.connect(), version(version))) {
            assertThatThrownBy(client::startHandshake).isInstanceOf(SSLException.class);
            assertFailed("certificate");
        }
    }

    @Test
    void clientWithoutACommonCipherSuiteIsRecognised() throws Exception {
        try (TestListener listener = given.with("first", FIRST).listen();
                SSLSocket client = listener.client(suites("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"))) {
            assertThatThrownBy(client::startHandshake).isInstanceOf(SSLException.class);
            assertFailed("cipher");
        }
    }

    private static Consumer<SSLParameters> version(String version) {
        return wishes -> wishes.setProtocols(new String[] {version});
    }

    private static Consumer<SSLParameters> suites(String... suites) {
        return wishes -> wishes.setCipherSuites(suites);
    }

    /** The client may learn of it before it is counted. */
    private void assertFailed(String cause) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
        while (given.metrics.find(FAILED).counter() == null && System.nanoTime() < end) {
            Thread.sleep(1);
        }
        assertThat(given.metrics.find(FAILED).counters())
                .singleElement()
                .satisfies(failed -> assertThat(failed.getId().getTag("cause")).isEqualTo(cause));
    }
}
