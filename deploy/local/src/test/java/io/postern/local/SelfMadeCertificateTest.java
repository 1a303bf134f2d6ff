package io.postern.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SelfMadeCertificateTest {

    @TempDir
    Path data;

    private StackFolder folder;
    private SelfMadeCertificate certificate;

    @BeforeEach
    void makeFolder() {
        folder = new StackFolder(data);
        folder.create();
        certificate = folder.certificate();
    }

    @Test
    void namesWhatClientsOfThisMachineCallTheServer() throws Exception {
        make();
        X509Certificate made = certificate();
        assertThat(made.getSubjectX500Principal().getName()).isEqualTo("CN=mail.postern.test");
        assertThat(made.getSubjectAlternativeNames())
                .map(name -> (Object) name.get(1))
                .contains("mail.postern.test", "localhost", "127.0.0.1", "0:0:0:0:0:0:0:1");
        assertThat(Duration.between(
                        made.getNotBefore().toInstant(), made.getNotAfter().toInstant()))
                .isBetween(Duration.ofDays(3_649), Duration.ofDays(3_651));
    }

    @Test
    void keyBelongsToTheCertificate() throws Exception {
        make();
        byte[] der = Base64.getMimeDecoder()
                .decode(Files.readString(certificate.key()).replaceAll("-----[A-Z ]+-----", ""));
        PrivateKey key = KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der));
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(key);
        signature.update(der);
        byte[] signed = signature.sign();
        signature.initVerify(certificate().getPublicKey());
        signature.update(der);
        assertThat(signature.verify(signed)).isTrue();
    }

    @Test
    void keyIsTheOwnersAndLiesNowhereElse() throws IOException {
        make();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(certificate.key())))
                .isEqualTo("rw-------");
        assertThat(folder.run()).isEmptyDirectory();
    }

    @Test
    void isMadeOnce() throws IOException {
        make();
        List<String> before = List.of(Files.readString(certificate.chain()), Files.readString(certificate.key()));
        make();
        assertThat(List.of(Files.readString(certificate.chain()), Files.readString(certificate.key())))
                .isEqualTo(before);
    }

    @Test
    void whatACutOffStartLeftIsNoHindrance() throws IOException {
        Files.createDirectories(data.resolve("tls.new"));
        Files.writeString(data.resolve("tls.new/key.pem"), "half");
        Files.createDirectories(folder.run().resolve("certificate"));
        Files.writeString(folder.run().resolve("certificate/certificate.p12"), "half");
        make();
        assertThat(certificate.key()).content().startsWith("-----BEGIN PRIVATE KEY-----\n");
        assertThat(data.resolve("tls.new")).doesNotExist();
    }

    @Test
    void folderThatCannotBeMadeIsNamed() {
        SelfMadeCertificate nowhere = new SelfMadeCertificate(Path.of("/dev/null/tls"));
        assertThatThrownBy(() -> nowhere.makeOnce(folder.run(), folder.log("keytool")))
                .isInstanceOf(StackFailed.class)
                .hasMessageContaining("/dev/null/tls");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            mx, true
            mx1.example.org, true
            my-machine.local, true
            my_machine, false
            -mx.example, false
            192.0.2.1, false
            mx.example., false
            '', false
            """)
    void onlySaneNamesAreTaken(String host, boolean sane) {
        assertThat(SelfMadeCertificate.sane(host)).isEqualTo(sane);
    }

    private void make() {
        certificate.makeOnce(folder.run(), folder.log("ingress-smtp"));
    }

    private X509Certificate certificate() throws IOException, GeneralSecurityException {
        try (InputStream pem = Files.newInputStream(certificate.chain())) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(pem);
        }
    }
}
