package io.postern.ingress.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.Gauge;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CertificateFilesTest {

    private static final TestCertificate FIRST = TestCertificate.of("mx.first.test");
    private static final TestCertificate SECOND = TestCertificate.of("mx.second.test");
    private static final TestCertificate RENEWED = TestCertificate.of("renewed.first.test", "mx.first.test");

    private final Path folder;
    private final TestTls given;

    CertificateFilesTest(@TempDir Path folder) {
        this.folder = folder;
        this.given = new TestTls(folder);
    }

    @Test
    void renewedCertificateIsForThoseWhoComeThen() throws Exception {
        Tls tls = given.with("first", FIRST).start();
        try (TestListener listener = new TestListener(tls, false);
                SSLSocket before = listener.client(wishes -> {})) {
            before.startHandshake();
            RENEWED.write(folder, "first");
            tls.look();
            assertThat(listener.presentedFor("mx.first.test")).isEqualTo("renewed.first.test");
            assertThat(TestListener.say(before, "hello")).isEqualTo("hello");
            assertThat(TestListener.presented(before)).isEqualTo("mx.first.test");
        }
    }

    /** As Kubernetes changes secrets. */
    @Test
    void certificateSwappedByLinkIsNoticed() throws Exception {
        FIRST.write(Files.createDirectory(folder.resolve("v1")), "tls");
        RENEWED.write(Files.createDirectory(folder.resolve("v2")), "tls");
        Path data = Files.createSymbolicLink(folder.resolve("data"), Path.of("v1"));
        Files.createSymbolicLink(folder.resolve("tls.pem"), Path.of("data", "tls.pem"));
        Files.createSymbolicLink(folder.resolve("tls.key"), Path.of("data", "tls.key"));
        Tls tls = given.withFiles("tls.pem", "tls.key").start();
        Files.delete(data);
        Files.createSymbolicLink(data, Path.of("v2"));
        tls.look();
        assertPresented(tls, "renewed.first.test");
    }

    @ParameterizedTest
    @CsvSource({
        "first.key, other",
        "first.key, '-----BEGIN PRIVATE KEY-----'",
        "first.key, ''",
        "first.pem, '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'",
        "first.pem, gone",
    })
    void badPairLeavesTheLastGoodOne(String file, String content) throws Exception {
        Tls tls = given.with("first", FIRST).with("second", SECOND).start();
        switch (content) {
            case "gone" -> Files.delete(folder.resolve(file));
            case "other" -> Files.writeString(folder.resolve(file), SECOND.key());
            default -> Files.writeString(folder.resolve(file), content);
        }
        tls.look();
        assertPresented(tls, "mx.first.test");
        RENEWED.write(folder, "first");
        tls.look();
        assertPresented(tls, "renewed.first.test");
    }

    @Test
    void badPairDoesNotHoldUpTheOthers() throws Exception {
        Tls tls = given.with("first", FIRST).with("second", SECOND).start();
        Files.delete(folder.resolve("first.key"));
        TestCertificate.of("new.second.test").write(folder, "second");
        tls.look();
        try (TestListener listener = new TestListener(tls, false)) {
            assertThat(listener.presentedFor("new.second.test")).isEqualTo("new.second.test");
            assertThat(listener.presentedFor("mx.second.test")).isEqualTo("mx.first.test");
        }
    }

    @ParameterizedTest
    @CsvSource({"EC, 384", "RSA, 2048"})
    void keyMayBeInItsTraditionalForm(String kind, int bits) throws Exception {
        TestCertificate certificate = TestCertificate.of(kind, bits, TestCertificate.END, "mx.first.test");
        assertThat(certificate.traditionalKey()).startsWith("-----BEGIN " + kind + " PRIVATE KEY-----");
        given.with("first", certificate);
        Files.writeString(folder.resolve("first.key"), certificate.traditionalKey());
        assertPresented(given.start(), "mx.first.test");
    }

    @Test
    void certificateAndKeyMayShareAFile() throws Exception {
        Files.writeString(folder.resolve("both.pem"), FIRST.key() + FIRST.chain());
        assertPresented(given.withFiles("both.pem", "both.pem").start(), "mx.first.test");
    }

    @Test
    void certificateWithoutNamesServesAll() throws Exception {
        assertPresented(given.with("first", TestCertificate.of()).start(), "");
        assertThat(secondsLeft()).containsOnlyKeys("CN=a test");
    }

    @Test
    void expiredCertificateIsBetterThanNone() throws Exception {
        Instant end = TestCertificate.NOW.minusSeconds(60);
        given.with("first", TestCertificate.of("EC", 256, end, "mx.first.test"));
        assertPresented(given.start(), "mx.first.test");
        assertThat(secondsLeft()).containsEntry("mx.first.test", -60.0);
    }

    @Test
    void earliestExpiryIsKnown() throws Exception {
        Instant sooner = TestCertificate.NOW.plusSeconds(3600);
        given.with("first", FIRST).with("twin", TestCertificate.of("EC", 256, sooner, "mx.first.test"));
        Tls tls = given.with("second", SECOND).start();
        assertThat(secondsLeft()).containsOnlyKeys("mx.first.test", "mx.second.test");
        assertThat(secondsLeft()).containsEntry("mx.first.test", 3600.0);
        RENEWED.write(folder, "second");
        tls.look();
        assertThat(secondsLeft()).containsOnlyKeys("mx.first.test", "renewed.first.test");
    }

    @Test
    void missingFileStopsTheStart() throws Exception {
        given.with("first", FIRST).with("second", SECOND);
        Path missing = folder.resolve("second.key");
        Files.delete(missing);
        assertThatThrownBy(given::start)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("postern.ingress.tls.certificates[1].key: cannot read " + missing);
    }

    @ParameterizedTest
    @CsvSource({
        "first.key, other, the key is not that of the first certificate",
        "first.key, rubbish, Missing -----BEGIN PRIVATE KEY-----",
        "first.pem, rubbish, Missing -----BEGIN CERTIFICATE-----",
    })
    void badPairStopsTheStart(String file, String content, String fault) throws Exception {
        given.with("first", FIRST);
        Files.writeString(folder.resolve(file), content.equals("other") ? SECOND.key() : content);
        assertThatThrownBy(given::start)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("postern.ingress.tls.certificates[0]: ")
                .hasMessageContainingAll(folder.resolve(file).toString(), fault);
    }

    @ParameterizedTest
    @ValueSource(ints = {1024, 3072})
    void keyOfAnotherLengthIsAnothers(int bits) throws Exception {
        given.with("first", TestCertificate.rsa("mx.first.test"));
        TestCertificate other = TestCertificate.of("RSA", bits, TestCertificate.END);
        Files.writeString(folder.resolve("first.key"), other.key());
        assertThatThrownBy(given::start).hasMessageEndingWith("the key is not that of the first certificate");
    }

    private static void assertPresented(Tls tls, String name) throws Exception {
        try (TestListener listener = new TestListener(tls, false)) {
            assertThat(listener.presentedFor(null)).isEqualTo(name);
        }
    }

    private Map<String, Double> secondsLeft() {
        return given.metrics.find("postern.tls.certificate.expiry").gauges().stream()
                .collect(Collectors.toMap(gauge -> String.valueOf(gauge.getId().getTag("certificate")), Gauge::value));
    }
}
