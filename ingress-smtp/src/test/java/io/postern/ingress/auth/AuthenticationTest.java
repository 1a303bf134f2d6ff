package io.postern.ingress.auth;

import static io.postern.ingress.auth.Desk.bytes;
import static io.postern.ingress.auth.Desk.told;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.postern.ingress.auth.SaslExchange.Step;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.UsernamePasswordAuthenticationRequest;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuthenticationTest {

    private static final String WRONG = "535 5.7.8 Error: authentication failed";
    private static final String LIMITED = "454 4.7.0 Too many failed logins, try again later";
    private static final String UNAVAILABLE = "454 4.7.0 Temporary authentication failure";
    private static final String BUSY = "454 4.7.0 Too many logins at a time, try again later";
    private static final String IP = "192.0.2.1";
    private static final String BCRYPT = "$2y$04$aDuvyuTJ52dRDammiPgkQOiLXlvTzmgQciRGl7FSo2Ra9MEwzUDLm";

    @TempDir
    Path folder;

    /** Somebody else who knows users, such as a database. */
    private record Other(Function<UsernamePasswordAuthenticationRequest, Uni<SecurityIdentity>> answer)
            implements IdentityProvider<UsernamePasswordAuthenticationRequest> {

        @Override
        public Class<UsernamePasswordAuthenticationRequest> getRequestType() {
            return UsernamePasswordAuthenticationRequest.class;
        }

        @Override
        public Uni<SecurityIdentity> authenticate(
                UsernamePasswordAuthenticationRequest request, AuthenticationRequestContext context) {
            return answer.apply(request);
        }
    }

    private final AtomicInteger asked = new AtomicInteger();

    /** Its only user is Dave, and his password "database". */
    private final Other database = new Other(request -> {
        asked.incrementAndGet();
        return new String(request.getPassword().getPassword()).equals("database")
                ? Uni.createFrom().item(identity("Dave@postern.test"))
                : Uni.createFrom().failure(new AuthenticationFailedException());
    });

    private static SecurityIdentity identity(String name) {
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(new QuarkusPrincipal(name))
                .build();
    }

    @Test
    void nobodyCanLogInWhereNobodyIsKnown() {
        Desk desk = new Desk(Map.of());
        assertThat(desk.authentication.mechanisms()).isEmpty();
        assertThat(desk.authentication.begin("PLAIN", Desk.session(IP))).isNull();
    }

    @Test
    void scramIsOfferedIfEachUserHasKeys() {
        Desk desk = Desk.of(folder, Map.of(), Desk.line("alice", "pencil"));
        assertThat(desk.authentication.mechanisms()).containsExactly("SCRAM-SHA-256", "PLAIN", "LOGIN");
        Desk.file(folder, Desk.line("alice", "pencil"), "bob:" + BCRYPT);
        desk.users.look();
        assertThat(desk.authentication.mechanisms()).containsExactly("PLAIN", "LOGIN");
        assertThat(desk.authentication.begin("SCRAM-SHA-256", Desk.session(IP))).isNull();
        Desk.file(folder, "# nobody");
        desk.users.look();
        assertThat(desk.authentication.mechanisms()).containsExactly("PLAIN", "LOGIN");
    }

    @Test
    void otherProviderServesByPassword() {
        Desk desk = new Desk(Map.of(), database);
        assertThat(desk.authentication.mechanisms()).containsExactly("PLAIN", "LOGIN");
        assertThat(desk.plain(IP, "dave", "database")).isEqualTo("as Dave@postern.test");
        assertThat(desk.plain(IP, "dave", "wrong")).isEqualTo(WRONG);
    }

    @Test
    void fileGoesFirstAndOtherProviderIsAskedForWhoIsNotInIt() {
        Desk desk = new Desk(
                Map.of(
                        "user-file",
                        Desk.file(folder, Desk.line("alice", "pencil")).toString()),
                database);
        assertThat(desk.authentication.mechanisms()).containsExactly("PLAIN", "LOGIN");
        assertThat(desk.plain(IP, "alice", "pencil")).isEqualTo("as alice");
        assertThat(desk.plain(IP, "alice", "database")).isEqualTo(WRONG);
        assertThat(asked).hasValue(0);
        assertThat(desk.plain(IP, "dave", "database")).isEqualTo("as Dave@postern.test");
        assertThat(asked).hasValue(1);
    }

    @Test
    void failingProviderIsNotTheClientsFault() {
        Desk desk = new Desk(
                Map.of("failures-per-address", "1"),
                new Other(request -> Uni.createFrom().failure(new IllegalStateException("no connection"))));
        try (Logged log = new Logged()) {
            assertThat(desk.plain(IP, "alice", "pencil")).isEqualTo(UNAVAILABLE);
            assertThat(desk.plain(IP, "alice", "pencil")).isEqualTo(UNAVAILABLE);
            assertThat(log.lines).anyMatch(line -> line.contains("no connection"));
        }
        assertThat(desk.count("PLAIN", "error")).isEqualTo(2);
    }

    @Test
    void throwingProviderIsNotTheClientsFault() {
        Desk desk = new Desk(Map.of(), new Other(request -> {
            throw new NoClassDefFoundError("driver");
        }));
        assertThat(desk.plain(IP, "alice", "pencil")).isEqualTo(UNAVAILABLE);
    }

    @Test
    void lateProviderIsNotTheClientsFault() {
        Desk desk = new Desk(
                Map.of("deadline", "0.05S", "failures-per-address", "1"),
                new Other(request -> Uni.createFrom().nothing()));
        assertThat(desk.plain(IP, "alice", "pencil")).isEqualTo(UNAVAILABLE);
        assertThat(desk.plain(IP, "alice", "pencil")).isEqualTo(UNAVAILABLE);
    }

    /** A provider that blocks and does not come back costs a thread each time, and there are only so many. */
    @Test
    void hangingProviderUsesUpNoMoreThanItsShare() {
        CountDownLatch hanging = new CountDownLatch(1);
        Desk desk = new Desk(Map.of("deadline", "0.05S", "concurrent", "2"), new Other(request -> {
            try {
                hanging.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return Uni.createFrom().item(identity("alice"));
        }));
        assertThat(desk.plain(IP, "alice", "pencil")).isEqualTo(UNAVAILABLE);
        assertThat(desk.plain(IP, "alice", "pencil")).isEqualTo(UNAVAILABLE);
        assertThat(desk.plain(IP, "alice", "pencil")).isEqualTo(BUSY);
        assertThat(desk.count("PLAIN", "limited")).isOne();
        hanging.countDown();
    }

    @Test
    void providersRefusalToSayIsARefusal() {
        Desk desk = new Desk(Map.of(), new Other(request -> Uni.createFrom().nullItem()));
        assertThat(desk.plain(IP, "alice", "pencil")).isEqualTo(WRONG);
    }

    @Test
    void beyondTheLimitNobodyIsAsked() {
        Desk desk = new Desk(Map.of("failures-per-address", "3"), database);
        for (int i = 0; i < 3; i++) {
            assertThat(desk.plain(IP, "user" + i, "wrong")).isEqualTo(WRONG);
        }
        assertThat(desk.plain(IP, "dave", "database")).isEqualTo(LIMITED);
        assertThat(asked).hasValue(3);
        assertThat(desk.count("PLAIN", "limited")).isOne();
        assertThat(desk.plain("192.0.2.2", "dave", "database")).isEqualTo("as Dave@postern.test");
        desk.clock.pass(Duration.ofMinutes(11));
        assertThat(desk.plain(IP, "dave", "database")).isEqualTo("as Dave@postern.test");
    }

    @Test
    void malformedResponsesCountAgainstTheAddressOnly() {
        Desk desk = new Desk(Map.of("failures-per-address", "2", "failures-per-account", "2"), database);
        desk.begin("PLAIN", IP).respond(bytes("\0dave"));
        desk.begin("PLAIN", IP).respond(bytes("\0dave"));
        assertThat(desk.plain(IP, "dave", "database")).isEqualTo(LIMITED);
        assertThat(desk.plain("192.0.2.2", "dave", "database")).isEqualTo("as Dave@postern.test");
    }

    @Test
    void failureIsAnsweredLate() {
        Desk desk = new Desk(Map.of("delay", "0.15S", "longest-delay", "0.2S"), database);
        assertThat(nanos(() -> desk.plain(IP, "dave", "wrong"))).isGreaterThan(Duration.ofMillis(149));
        assertThat(nanos(() -> desk.plain(IP, "dave", "wrong")))
                .isBetween(Duration.ofMillis(199), Duration.ofSeconds(5));
    }

    /** A database that has no such user to hash for answers faster, and that would tell who exists. */
    @Test
    void answerDoesNotShowHowLongTheProviderTook() {
        Desk desk = new Desk(
                Map.of("delay", "1S"),
                new Other(request -> Uni.createFrom()
                        .<SecurityIdentity>failure(new AuthenticationFailedException())
                        .onFailure()
                        .call(() ->
                                Uni.createFrom().nullItem().onItem().delayIt().by(Duration.ofMillis(800)))));
        assertThat(nanos(() -> desk.plain(IP, "dave", "wrong")))
                .isBetween(Duration.ofMillis(999), Duration.ofMillis(1700));
    }

    private static Duration nanos(Runnable action) {
        long begin = System.nanoTime();
        action.run();
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    /** More at once than there are failures left: none gets through that would be one too many. */
    @Test
    void guessingAllAtOnceDoesNotHelp() {
        Desk desk = new Desk(Map.of("failures-per-address", "5"), database);
        List<String> replies = java.util.stream.IntStream.range(0, 40)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> desk.plain(IP, "user" + i, "wrong"),
                        task -> Thread.ofVirtual().start(task)))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();
        assertThat(replies).filteredOn(WRONG::equals).hasSize(5);
        assertThat(replies).filteredOn(LIMITED::equals).hasSize(35);
        assertThat(asked).hasValue(5);
    }

    @Test
    void rightPasswordIsRememberedForAWhileAndAWrongOneIsNot() {
        Desk desk = new Desk(Map.of(), database);
        desk.plain(IP, "dave", "database");
        desk.plain(IP, "dave", "database");
        assertThat(asked).hasValue(1);
        desk.plain(IP, "dave", "wrong");
        desk.plain(IP, "dave", "wrong");
        assertThat(asked).hasValue(3);
        desk.clock.pass(Duration.ofMinutes(6));
        desk.plain(IP, "dave", "database");
        assertThat(asked).hasValue(4);
    }

    @Test
    void nothingIsRememberedIfTheOperatorWantsItSo() {
        Desk desk = new Desk(Map.of("remember", "0S"), database);
        desk.plain(IP, "dave", "database");
        desk.plain(IP, "dave", "database");
        assertThat(asked).hasValue(2);
    }

    @Test
    void changedPasswordCountsAtOnce() {
        Desk desk = Desk.of(folder, Map.of(), Desk.line("alice", "pencil"), Desk.line("bob", "pen"));
        assertThat(desk.plain(IP, "alice", "pencil")).isEqualTo("as alice");
        Desk.file(folder, Desk.line("alice", "crayon"), Desk.line("bob", "pen"));
        desk.users.look();
        assertThat(desk.plain(IP, "alice", "pencil")).isEqualTo(WRONG);
        assertThat(desk.plain(IP, "alice", "crayon")).isEqualTo("as alice");
        Desk.file(folder, Desk.line("bob", "pen"));
        desk.users.look();
        assertThat(desk.plain(IP, "alice", "crayon")).isEqualTo(WRONG);
    }

    @Test
    void eachLoginIsOneLineAndNoLineHasASecret() {
        Desk desk = new Desk(
                Map.of(
                        "user-file",
                        Desk.file(folder, Desk.line("alice", "s3cret")).toString()),
                new Other(request -> Uni.createFrom()
                        .failure(new IllegalStateException(
                                "no answer",
                                new RuntimeException("while asked for " + request.getUsername() + " with "
                                        + new String(request.getPassword().getPassword()))))));
        try (Logged log = new Logged()) {
            desk.plain(IP, "alice", "s3cret");
            desk.plain(IP, "Alice", "s3cret2");
            desk.plain(IP, "s3cret3", "s3cret3");
            desk.begin("PLAIN", IP).respond(bytes("s3cret"));
            SaslExchange login = desk.begin("LOGIN", IP);
            login.respond(bytes("s3cret"));
            login.abandoned();
            login.abandoned();
            assertThat(log.lines)
                    .filteredOn(line -> line.startsWith("LOGIN "))
                    .containsExactly(
                            "LOGIN sessionId=S1 clientIp=192.0.2.1 user=alice mechanism=PLAIN outcome=success",
                            "LOGIN sessionId=S1 clientIp=192.0.2.1 user=alice mechanism=PLAIN outcome=failed",
                            "LOGIN sessionId=S1 clientIp=192.0.2.1 user=unknown mechanism=PLAIN outcome=error",
                            "LOGIN sessionId=S1 clientIp=192.0.2.1 user=unknown mechanism=PLAIN outcome=malformed",
                            "LOGIN sessionId=S1 clientIp=192.0.2.1 user=unknown mechanism=LOGIN outcome=aborted");
            assertThat(log.lines).noneMatch(line -> line.contains("s3cret"));
            assertThat(log.lines)
                    .filteredOn(line -> line.startsWith("identity provider failed"))
                    .singleElement()
                    .asString()
                    .contains("java.lang.IllegalStateException < java.lang.RuntimeException");
        }
    }

    @Test
    void principalsNameCannotBreakTheLog() {
        Desk desk =
                new Desk(Map.of(), new Other(request -> Uni.createFrom().item(identity("da\nve" + "x".repeat(200)))));
        try (Logged log = new Logged()) {
            desk.plain(IP, "dave", "database");
            assertThat(log.lines).singleElement().asString().contains("user=da?ve" + "x".repeat(95) + " mechanism=");
        }
    }

    /** Nothing may escape to the session, or its client would wait for ever. */
    @Test
    void brokenMechanismIsAnsweredWithoutItsText() {
        Desk desk = new Desk(Map.of());
        Exchange exchange = new Exchange(new Attempt(desk.logins, Desk.session(IP), "PLAIN"), new Mechanism() {
            @Override
            public boolean serverFirst() {
                return false;
            }

            @Override
            public Step respond(byte[] response) {
                throw new IllegalStateException("s3cret");
            }
        });
        try (Logged log = new Logged()) {
            assertThat(told(exchange.respond(new byte[0]))).isEqualTo(UNAVAILABLE);
            assertThat(log.lines).hasSize(2).noneMatch(line -> line.contains("s3cret"));
        }
    }

    @Test
    void finishedExchangeIsNotAbandoned() {
        Desk desk = new Desk(Map.of(), database);
        SaslExchange exchange = desk.begin("PLAIN", IP);
        exchange.respond(bytes("\0dave\0database"));
        exchange.abandoned();
        assertThat(desk.count("PLAIN", "aborted")).isZero();
        assertThat(desk.count("PLAIN", "success")).isOne();
    }

    @ParameterizedTest
    @CsvSource({
        "deadline, 0S",
        "window, 0S",
        "concurrent, 0",
        "concurrent, 1001",
        "hashes, 0",
        "failures-per-address, 0",
        "failures-per-account, 0",
        "user-file, /nowhere",
        "delay, soon",
    })
    void wrongValueRefusesTheStartAndNamesItsKey(String key, String value) {
        assertThatThrownBy(() -> new Desk(Map.of(key, value))).hasStackTraceContaining("postern.ingress.auth." + key);
    }
}
