package io.postern.ingress.tls;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.impl.KeyStoreHelper;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * A certificate with its key, as a server presents it.
 *
 * @param chain the server's own first
 * @param names the DNS names it is for (RFC 9525), in lower case; {@code *} stands for one label
 */
record ServerCertificate(List<X509Certificate> chain, PrivateKey key, List<String> names) {

    private static final int DNS_NAME = 2; // RFC 5280 section 4.2.1.6, GeneralName
    private static final byte[] PROBE = {1};

    /**
     * From PEM: the key in PKCS#8, PKCS#1 or SEC 1, for RSA or ECDSA.
     *
     * @throws Exception telling the fault, and nothing of the key; among others if the key is another certificate's
     */
    static ServerCertificate parse(Buffer chain, Buffer key) throws Exception {
        KeyStore store = KeyStoreHelper.loadKeyCert(List.of(key), List.of(chain));
        KeyStore.PasswordProtection password =
                new KeyStore.PasswordProtection(KeyStoreHelper.DUMMY_PASSWORD.toCharArray());
        if (!(store.getEntry(store.aliases().nextElement(), password) instanceof KeyStore.PrivateKeyEntry entry)) {
            throw new GeneralSecurityException("there is no private key");
        }
        List<X509Certificate> certificates = new ArrayList<>();
        for (var certificate : entry.getCertificateChain()) {
            certificates.add((X509Certificate) certificate);
        }
        if (!belongTogether(entry.getPrivateKey(), certificates.getFirst().getPublicKey())) {
            throw new GeneralSecurityException("the key is not that of the first certificate");
        }
        return new ServerCertificate(List.copyOf(certificates), entry.getPrivateKey(), names(certificates.getFirst()));
    }

    private static boolean belongTogether(PrivateKey key, PublicKey other) throws GeneralSecurityException {
        Signature signature =
                Signature.getInstance("SHA256with" + (key.getAlgorithm().equals("EC") ? "ECDSA" : key.getAlgorithm()));
        signature.initSign(key);
        signature.update(PROBE);
        byte[] signed = signature.sign();
        signature.initVerify(other);
        signature.update(PROBE);
        try {
            return signature.verify(signed);
        } catch (SignatureException e) {
            // Of another length: made for another key.
            return false;
        }
    }

    private static List<String> names(X509Certificate certificate) throws CertificateParsingException {
        Collection<List<?>> all = certificate.getSubjectAlternativeNames();
        return all == null
                ? List.of()
                : all.stream()
                        .filter(name -> name.get(0) instanceof Integer type && type == DNS_NAME)
                        .map(name -> String.valueOf(name.get(1)).toLowerCase(Locale.ROOT))
                        .toList();
    }

    /** What people call it. */
    String name() {
        return names.isEmpty() ? chain.getFirst().getSubjectX500Principal().getName() : names.getFirst();
    }

    /** When the first of the chain expires. */
    Instant notAfter() {
        return chain.stream()
                .map(certificate -> certificate.getNotAfter().toInstant())
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    /** Without the key. */
    @Override
    public String toString() {
        return name();
    }
}
