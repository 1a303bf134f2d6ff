package io.postern.local;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Whom a client takes for the server it wants to speak with. */
public final class Trust {

    private Trust() {}

    /**
     * Only who has the key to this very certificate, whatever name is in it.
     *
     * @param chain a PEM file, the server's own certificate first
     */
    public static SSLContext in(Path chain) {
        try (InputStream pem = Files.newInputStream(chain)) {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null);
            trusted.setCertificateEntry(
                    "server", CertificateFactory.getInstance("X.509").generateCertificate(pem));
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new StackFailed("no certificate can be read from " + chain + ": " + e.getMessage(), e);
        }
    }
}
