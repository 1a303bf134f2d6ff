package io.postern.system.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** What a stack made for its users at its first start: their passwords, and a certificate to be trusted. */
public record Accounts(Path folder) {

    public Path certificate() {
        return folder.resolve("tls").resolve("chain.pem");
    }

    public Path key() {
        return folder.resolve("tls").resolve("key.pem");
    }

    /** The user file of the ingress. */
    public Path users() {
        return folder.resolve("config").resolve("users");
    }

    public String password(String user) throws IOException {
        try (Stream<String> lines = Files.lines(folder.resolve("credentials"))) {
            return lines.filter(line -> line.startsWith(user + " "))
                    .map(line -> line.substring(user.length() + 1).strip())
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("no credentials of " + user));
        }
    }

    /** Trusts the stack's own certificate, and nothing else. */
    public SSLContext trust() throws IOException {
        try (InputStream pem = Files.newInputStream(certificate())) {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            trusted.setCertificateEntry(
                    "stack", CertificateFactory.getInstance("X.509").generateCertificate(pem));
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, factory.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }
}
