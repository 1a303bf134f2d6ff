package io.postern.ingress.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the certificate of a handshake: by the name that the client asks for (RFC 6066 section 3), among those of a
 * name by the kind of key that the client knows. An alias is a place in the list.
 */
final class CertificateChoice extends X509ExtendedKeyManager {

    private final List<ServerCertificate> certificates;
    private final Map<String, List<Integer>> byName = new HashMap<>();
    private final List<Integer> others;

    /** @param certificates the first, and those that share its first name, are for clients that ask for no other */
    CertificateChoice(List<ServerCertificate> certificates) {
        this.certificates = certificates;
        for (int place = 0; place < certificates.size(); place++) {
            for (String name : certificates.get(place).names()) {
                byName.computeIfAbsent(name, first -> new ArrayList<>()).add(place);
            }
        }
        this.others = certificates.isEmpty()
                ? List.of()
                : byName.getOrDefault(certificates.getFirst().name(), List.of(0));
    }

    @Override
    public @Nullable String chooseEngineServerAlias(String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
        for (int place : asked(engine)) {
            if (certificates.get(place).key().getAlgorithm().equals(keyType)) {
                return Integer.toString(place);
            }
        }
        return null;
    }

    private List<Integer> asked(SSLEngine engine) {
        if (engine.getHandshakeSession() instanceof ExtendedSSLSession session) {
            for (SNIServerName name : session.getRequestedServerNames()) {
                if (name instanceof SNIHostName host) {
                    return named(host.getAsciiName().toLowerCase(Locale.ROOT));
                }
            }
        }
        return others;
    }

    private List<Integer> named(String host) {
        List<Integer> exactly = byName.get(host);
        if (exactly != null) {
            return exactly;
        }
        int dot = host.indexOf('.');
        return dot < 0 ? others : byName.getOrDefault("*" + host.substring(dot), others);
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return certificates.get(Integer.parseInt(alias)).chain().toArray(X509Certificate[]::new);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return certificates.get(Integer.parseInt(alias)).key();
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, Socket socket) {
        return null;
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseClientAlias(String[] keyTypes, Principal @Nullable [] issuers, Socket socket) {
        return null;
    }
}
