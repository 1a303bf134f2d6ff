package io.postern.ingress.auth;

import io.postern.contract.Session;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The SASL mechanisms that a client may use. */
@ApplicationScoped
public class Authentication {

    /** The mechanisms in the order in which they are offered; none if nobody can log in. */
    public List<String> mechanisms() {
        return List.of();
    }

    /**
     * Begins an exchange.
     *
     * @param mechanism in upper case
     * @param session the session as far as it has come
     * @return {@code null} if there is no such mechanism
     */
    public @Nullable SaslExchange begin(String mechanism, Session session) {
        return null;
    }
}
