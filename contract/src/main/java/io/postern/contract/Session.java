package io.postern.contract;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An SMTP session as far as it has come.
 *
 * @param id unique over all ingress instances
 * @param host the name by which the ingress calls itself in its banner
 * @param instance the ingress instance that holds the session
 * @param listener which of its listeners the client came to ({@code mx}, {@code submission}...)
 * @param clientIp the client's address in text, IPv6 in RFC 5952 form
 * @param clientPort the client's port
 * @param openedAt when the client connected
 * @param helo what it called itself, {@code null} before the greeting
 * @param protocol the "with" protocol of RFC 3848: SMTP, ESMTP, ESMTPS, ESMTPSA...
 * @param user the authenticated user, {@code null} if there is none
 * @param tls how the connection is encrypted, {@code null} if it is not
 * @param outgoing whether it is mail of our own people on its way out: the client is authenticated, or in a network that
 *     may relay, or came to a listener for submission
 */
public record Session(
        String id,
        String host,
        String instance,
        String listener,
        String clientIp,
        int clientPort,
        Instant openedAt,
        @Nullable String helo,
        @Nullable String protocol,
        @Nullable String user,
        @Nullable Tls tls,
        boolean outgoing) {

    /**
     * How a connection is encrypted.
     *
     * @param version such as {@code TLSv1.3}
     * @param cipher the cipher suite by its IANA name
     */
    public record Tls(String version, String cipher) {

        public Tls {
            requireNonNull(version, "version");
            requireNonNull(cipher, "cipher");
        }
    }

    public Session {
        requireNonNull(id, "id");
        requireNonNull(host, "host");
        requireNonNull(instance, "instance");
        requireNonNull(listener, "listener");
        requireNonNull(clientIp, "clientIp");
        requireNonNull(openedAt, "openedAt");
    }

    /** A session of which no more is known than the connection. */
    public static Session opened(
            String id, String host, String instance, String listener, String clientIp, int clientPort, Instant at) {
        return new Session(id, host, instance, listener, clientIp, clientPort, at, null, null, null, null, false);
    }
}
