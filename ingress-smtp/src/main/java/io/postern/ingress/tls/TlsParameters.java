package io.postern.ingress.tls;

import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLParameters;

/** What is offered to every client, from the settings. */
final class TlsParameters {

    private static final String TLS_1_3 = "TLSv1.3";
    private static final Set<String> VERSIONS = Set.of("TLSv1.2", TLS_1_3);

    private TlsParameters() {}

    /** @throws IllegalArgumentException naming the setting that is wrong */
    static SSLParameters of(TlsSettings settings, SSLParameters supported) {
        if (settings.handshakeTimeout().toMillis() < 1) {
            throw wrong("handshake-timeout", settings.handshakeTimeout() + " leaves no time");
        }
        SSLParameters parameters = new SSLParameters();
        for (String version : settings.protocols()) {
            if (!VERSIONS.contains(version)) {
                throw wrong("protocols", version + " is none of TLSv1.2 and TLSv1.3 (RFC 8996 forbids older ones)");
            }
        }
        parameters.setProtocols(settings.protocols().toArray(String[]::new));
        settings.cipherSuites().ifPresent(suites -> {
            check(suites, Set.of(supported.getCipherSuites()), settings.protocols());
            parameters.setCipherSuites(suites.toArray(String[]::new));
        });
        parameters.setUseCipherSuitesOrder(true);
        return parameters;
    }

    private static void check(List<String> suites, Set<String> supported, List<String> versions) {
        for (String suite : suites) {
            if (!supported.contains(suite)) {
                throw wrong("cipher-suites", suite + " is unknown to this platform or forbidden by it");
            }
        }
        for (String version : versions) {
            if (suites.stream().noneMatch(suite -> version.equals(TLS_1_3) != suite.contains("_WITH_"))) {
                throw wrong("cipher-suites", "none is for " + version + ", which postern.ingress.tls.protocols has");
            }
        }
    }

    private static IllegalArgumentException wrong(String key, String fault) {
        return new IllegalArgumentException("postern.ingress.tls." + key + ": " + fault);
    }
}
