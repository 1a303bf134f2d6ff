package io.postern.ingress.tls;

import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How connections are encrypted; {@code postern.ingress.tls}. */
public interface TlsSettings {

    /**
     * Certificates with their keys, chosen by the name the client asks for (SNI) among the DNS names they are for; the
     * first is for all others. Two for the same names, RSA and ECDSA, serve clients of either kind.
     */
    Optional<List<Certificate>> certificates();

    /** The versions of TLS that are spoken: {@code TLSv1.3}, {@code TLSv1.2} or both. */
    @WithDefault("TLSv1.3,TLSv1.2")
    List<String> protocols();

    /**
     * The cipher suites by their IANA names, the best first, with at least one for each version; those of the platform
     * if not given.
     */
    Optional<List<String>> cipherSuites();

    /** How long a handshake may take; a millisecond or more. */
    @WithDefault("30S")
    Duration handshakeTimeout();

    /** A certificate and its key. */
    interface Certificate {

        /** The certificate and those that vouch for it, in PEM, the server's own first. Read again when it changes. */
        Path chain();

        /**
         * The private key, RSA or ECDSA, in PEM (PKCS#8, PKCS#1 or SEC 1), without a password. Read again when it
         * changes.
         */
        Path key();
    }
}
