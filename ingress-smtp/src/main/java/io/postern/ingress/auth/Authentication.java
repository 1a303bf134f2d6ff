package io.postern.ingress.auth;

import io.micrometer.core.instrument.MeterRegistry;
import io.postern.contract.Session;
import io.postern.ingress.IngressConfig;
import io.quarkus.arc.All;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.request.UsernamePasswordAuthenticationRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The SASL mechanisms that a client may use. */
@ApplicationScoped
public class Authentication {

    private static final Logger LOG = Logger.getLogger(Authentication.class);
    private static final List<String> BY_PASSWORD = List.of("PLAIN", "LOGIN");
    private static final List<String> ALL = List.of(ScramMechanism.NAME, "PLAIN", "LOGIN");

    private final UserFile users;
    private final boolean others;
    private final Logins logins;
    private final SecureRandom random = new SecureRandom();

    Authentication(
            IngressConfig config,
            UserFile users,
            IdentityProviderManager manager,
            @All List<IdentityProvider<?>> providers,
            Clock clock,
            MeterRegistry metrics) {
        AuthSettings settings = config.auth();
        check(settings);
        this.users = users;
        this.others = providers.stream()
                .anyMatch(provider -> provider.getRequestType() == UsernamePasswordAuthenticationRequest.class
                        && !(provider instanceof UserFileProvider));
        this.logins = new Logins(
                users,
                new Passwords(settings, manager, users, clock),
                new Guesses(settings, config.defence().trusted().orElse(List.of()), clock),
                settings.deadline(),
                metrics);
    }

    /** Nothing of this may wait for the first client. */
    void start(@Observes StartupEvent event) {
        LOG.infof(
                "logins mechanisms=%s users=%d otherProviders=%s",
                mechanisms(), users.get().size(), others);
    }

    private static void check(AuthSettings settings) {
        positive("deadline", settings.deadline());
        positive("window", settings.window());
        between("concurrent", settings.concurrent(), 1, 1000);
        between("hashes", settings.hashes().orElse(1), 1, 1000);
        between("failures-per-address", settings.failuresPerAddress(), 1, 10_000);
        between("failures-per-account", settings.failuresPerAccount(), 1, 10_000);
        notNegative("remember", settings.remember());
        notNegative("familiar", settings.familiar());
        notNegative("delay", settings.delay());
        notNegative("longest-delay", settings.longestDelay());
    }

    private static void positive(String key, Duration value) {
        if (value.isZero() || value.isNegative()) {
            throw wrong(key, "must be above 0", value);
        }
    }

    private static void notNegative(String key, Duration value) {
        if (value.isNegative()) {
            throw wrong(key, "must be 0 or above", value);
        }
    }

    private static void between(String key, int value, int least, int most) {
        if (value < least || value > most) {
            throw wrong(key, "must be " + least + " to " + most, value);
        }
    }

    private static IllegalArgumentException wrong(String key, String rule, Object value) {
        return new IllegalArgumentException("postern.ingress.auth." + key + ": " + rule + ": " + value);
    }

    /** The mechanisms in the order in which they are offered; none if nobody can log in. */
    public List<String> mechanisms() {
        if (users.configured()) {
            // A client that is offered SCRAM uses it: it must not be offered if it is no use to some.
            return users.get().scram() && !others ? ALL : BY_PASSWORD;
        }
        return others ? BY_PASSWORD : List.of();
    }

    /**
     * Begins an exchange.
     *
     * @param mechanism in upper case
     * @param session the session as far as it has come
     * @return {@code null} if there is no such mechanism
     */
    public @Nullable SaslExchange begin(String mechanism, Session session) {
        if (!mechanisms().contains(mechanism)) {
            return null;
        }
        Attempt attempt = new Attempt(logins, session, mechanism);
        return new Exchange(
                attempt,
                switch (mechanism) {
                    case "PLAIN" -> new PlainMechanism(attempt);
                    case "LOGIN" -> new LoginMechanism(attempt);
                    default -> new ScramMechanism(attempt, users.get(), this::nonce);
                });
    }

    private String nonce() {
        byte[] bytes = new byte[18];
        random.nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }
}
