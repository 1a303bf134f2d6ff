package io.postern.ingress.tls;

import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.util.Objects;
import javax.net.ssl.SSLException;

/** Why handshakes fail, in a word: exceptions may repeat what the client sent, which is not for logs and metrics. */
public final class HandshakeFailure {

    private HandshakeFailure() {}

    /**
     * One of {@code alert}, {@code certificate} (the client does not like ours), {@code cipher}, {@code closed},
     * {@code plaintext}, {@code protocol}, {@code timeout} and {@code version}.
     */
    public static String cause(Throwable failure) {
        return switch (failure) {
            case NotSslRecordException e -> "plaintext";
            case SslHandshakeTimeoutException e -> "timeout";
            case ClosedChannelException e -> "closed";
            case SSLException e -> cause(Objects.requireNonNullElse(e.getMessage(), ""));
            default -> "protocol";
        };
    }

    /** The JDK tells these apart by its messages only; some versions of it begin them with the alert. */
    private static String cause(String message) {
        if (message.contains("Received fatal alert: ")) {
            return message.contains("certificate") || message.contains("unknown_ca") ? "certificate" : "alert";
        } else if (message.contains("Received close_notify")) {
            return "closed";
        } else if (message.contains("Client requested protocol") || message.contains("client supported protocol")) {
            return "version";
        } else if (message.contains("no cipher suites in common") || message.contains("authentication scheme")) {
            return "cipher";
        }
        return "protocol";
    }
}
