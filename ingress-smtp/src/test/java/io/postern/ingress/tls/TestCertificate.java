package io.postern.ingress.tls;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;

/**
 * A certificate that signs itself, with its key.
 *
 * @param key in PKCS#8
 * @param traditionalKey in PKCS#1 or SEC 1
 */
public record TestCertificate(String chain, String key, String traditionalKey) {

    static final Instant NOW = Instant.parse("2026-03-01T10:15:30Z");
    static final Instant END = Instant.parse("2026-06-01T00:00:00Z");

    public static TestCertificate of(String... names) {
        return of("EC", 256, END, names);
    }

    static TestCertificate rsa(String... names) {
        return of("RSA", 2048, END, names);
    }

    static TestCertificate of(String kind, int bits, Instant end, String... names) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(kind);
            generator.initialize(bits);
            KeyPair pair = generator.generateKeyPair();
            return new TestCertificate(
                    pem(certificate(pair, kind, end, names)),
                    pem(new JcaPKCS8Generator(pair.getPrivate(), null)),
                    pem(traditional(pair.getPrivate())));
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static X509CertificateHolder certificate(KeyPair pair, String kind, Instant end, String... names)
            throws OperatorCreationException, IOException {
        X500Name subject = new X500Name("CN=a test");
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                subject,
                BigInteger.ONE,
                Date.from(Instant.parse("2025-01-01T00:00:00Z")),
                Date.from(end),
                subject,
                pair.getPublic());
        if (names.length > 0) {
            GeneralName[] all = List.of(names).stream()
                    .map(name -> new GeneralName(GeneralName.dNSName, name))
                    .toArray(GeneralName[]::new);
            builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(all));
        }
        String algorithm = "SHA256with" + (kind.equals("EC") ? "ECDSA" : kind);
        return builder.build(new JcaContentSignerBuilder(algorithm).build(pair.getPrivate()));
    }

    /** As OpenSSL writes it: the curve is in it (RFC 5915). */
    private static Object traditional(PrivateKey key) throws IOException {
        if (!(key instanceof ECPrivateKey elliptic)) {
            return key;
        }
        PrivateKeyInfo info = PrivateKeyInfo.getInstance(key.getEncoded());
        return new PemObject(
                "EC PRIVATE KEY",
                new org.bouncycastle.asn1.sec.ECPrivateKey(
                                elliptic.getParams().getOrder().bitLength(),
                                elliptic.getS(),
                                info.getPrivateKeyAlgorithm().getParameters())
                        .getEncoded());
    }

    private static String pem(Object thing) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(thing);
        }
        return text.toString();
    }

    /** Into {@code NAME.pem} and {@code NAME.key}. */
    public void write(Path folder, String name) throws IOException {
        Files.writeString(folder.resolve(name + ".pem"), chain);
        Files.writeString(folder.resolve(name + ".key"), key);
    }
}
