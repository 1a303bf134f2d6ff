package io.postern.ingress.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.postern.contract.Session;
import io.postern.ingress.IngressConfig;
import io.postern.ingress.TestConfig;
import io.postern.ingress.auth.SaslExchange.Step;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.runtime.AnonymousIdentityProvider;
import io.quarkus.security.runtime.QuarkusIdentityProviderManagerImpl;
import io.quarkus.security.spi.runtime.BlockingSecurityExecutor;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Where clients log in: the whole of it, over a user file and the framework's own manager of identities. */
final class Desk {

    static final String PREFIX = "postern.ingress.auth.";

    /** In place of the wall's. */
    static final class TestClock extends Clock {

        private Instant now = Instant.parse("2026-01-01T00:00:00Z");

        void pass(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    final TestClock clock = new TestClock();
    final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    final UserFile users;
    final Authentication authentication;
    final Logins logins;

    /** @param settings without their prefix; failures are answered at once unless they say otherwise */
    Desk(Map<String, String> settings, IdentityProvider<?>... others) {
        Map<String, String> all = new HashMap<>(Map.of(PREFIX + "delay", "0S"));
        settings.forEach((key, value) -> all.put(key.startsWith("postern.") ? key : PREFIX + key, value));
        IngressConfig config = TestConfig.with(all);
        this.users = new UserFile(config);
        List<IdentityProvider<?>> providers = new ArrayList<>(List.of(others));
        providers.add(new UserFileProvider(config, users));
        IdentityProviderManager manager = manager(providers);
        this.authentication = new Authentication(config, users, manager, providers, clock, metrics);
        this.logins = new Logins(
                users,
                new Passwords(config.auth(), manager, users, clock),
                new Guesses(config.auth(), List.of(), clock),
                config.auth().deadline(),
                metrics);
    }

    /** With a user file of these lines. */
    static Desk of(Path folder, Map<String, String> settings, String... lines) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("user-file", file(folder, lines).toString());
        return new Desk(all);
    }

    static Path file(Path folder, String... lines) {
        try {
            return Files.writeString(folder.resolve("users"), String.join("\n", lines) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static IdentityProviderManager manager(List<IdentityProvider<?>> providers) {
        QuarkusIdentityProviderManagerImpl.Builder builder = QuarkusIdentityProviderManagerImpl.builder()
                .addProvider(new AnonymousIdentityProvider())
                .setBlockingExecutor(new BlockingSecurityExecutor() {
                    @Override
                    public <T> Uni<T> executeBlocking(Supplier<? extends T> work) {
                        return Uni.createFrom().item(work);
                    }
                });
        providers.forEach(builder::addProvider);
        return builder.build();
    }

    /** A line of few iterations, for speed. */
    static String line(String name, String password) {
        byte[] salt = "0123456789abcdef".getBytes(UTF_8);
        return name + ":{SCRAM-SHA-256}"
                + ScramKeys.of(password.toCharArray(), 4096, salt).text();
    }

    static Session session(String ip) {
        return Session.opened("S1", "mx.test", "i", "submission", ip, 1000, Instant.EPOCH);
    }

    SaslExchange begin(String mechanism, String ip) {
        SaslExchange exchange = authentication.begin(mechanism, session(ip));
        if (exchange == null) {
            throw new AssertionError("not offered: " + mechanism);
        }
        return exchange;
    }

    /** Logs in by PLAIN. @return {@code as NAME}, or the reply */
    String plain(String ip, String user, String password) {
        return told(begin("PLAIN", ip).respond(bytes("\0" + user + "\0" + password)));
    }

    double count(String mechanism, String outcome) {
        Counter counter = metrics.find("postern.logins")
                .tags("mechanism", mechanism, "outcome", outcome)
                .counter();
        return counter == null ? 0 : counter.count();
    }

    /** A step as one text. */
    static String told(Step step) {
        return switch (step) {
            case Step.Challenge challenge -> new String(challenge.bytes(), UTF_8);
            case Step.Authenticated authenticated -> "as " + authenticated.user();
            case Step.Refused refused -> refused.reply().text();
        };
    }

    static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
