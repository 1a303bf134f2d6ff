package io.postern.ingress.tls;

import io.netty.handler.ssl.SslHandler;
import jakarta.enterprise.context.ApplicationScoped;

/** Encrypts connections. */
@ApplicationScoped
public class Tls {

    /** Whether there is a certificate. */
    public boolean available() {
        return false;
    }

    /**
     * The handler that encrypts one connection; it goes first into its pipeline.
     *
     * @param startTls whether what is written first, the reply to STARTTLS, goes out in clear
     */
    public SslHandler handler(boolean startTls) {
        throw new IllegalStateException("there is no certificate");
    }
}
