package io.postern.ingress.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.ingress.Network;
import io.postern.ingress.TestConfig;
import io.postern.ingress.auth.Guesses.Standing;
import io.postern.ingress.auth.Guesses.Ticket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GuessesTest {

    private final Desk.TestClock clock = new Desk.TestClock();
    private final Guesses guesses =
            new Guesses(TestConfig.with(Map.of()).auth(), List.of(Network.of("198.51.100.0/24")), clock);

    @Test
    void tenFailuresOfAnAddressAreEnough() {
        for (int i = 0; i < 10; i++) {
            assertThat(standing("192.0.2.1", "user" + i)).isEqualTo(Standing.ADMITTED);
            fails("192.0.2.1", "user" + i);
        }
        assertThat(standing("192.0.2.1", "another")).isEqualTo(Standing.LIMITED);
        assertThat(standing("192.0.2.2", "another")).isEqualTo(Standing.ADMITTED);
        assertThat(standing("192.0.2.2", "user0")).isEqualTo(Standing.ADMITTED);
    }

    @Test
    void failuresAreForgottenOneByOne() {
        for (int i = 0; i < 10; i++) {
            fails("192.0.2.1", "alice");
            clock.pass(Duration.ofMinutes(1));
        }
        assertThat(standing("192.0.2.1", "bob")).isEqualTo(Standing.LIMITED);
        clock.pass(Duration.ofSeconds(1));
        assertThat(standing("192.0.2.1", "bob")).isEqualTo(Standing.ADMITTED);
        fails("192.0.2.1", "bob");
        assertThat(standing("192.0.2.1", "bob")).isEqualTo(Standing.LIMITED);
        clock.pass(Duration.ofMinutes(11));
        assertThat(standing("192.0.2.1", "bob")).isEqualTo(Standing.ADMITTED);
    }

    @Test
    void networkOfIpv6IsOneAddress() {
        for (int i = 0; i < 10; i++) {
            fails("2001:db8:1:1::" + i, "user" + i);
        }
        assertThat(standing("2001:db8:1:1:ffff::1", "another")).isEqualTo(Standing.LIMITED);
        assertThat(standing("2001:db8:1:2::1", "another")).isEqualTo(Standing.ADMITTED);
    }

    @Test
    void twentyFailuresOfAnAccountAreEnough() {
        for (int i = 0; i < 20; i++) {
            fails("192.0.2." + i, i % 2 == 0 ? "alice" : "ALICE");
        }
        assertThat(standing("203.0.113.1", "Alice")).isEqualTo(Standing.LIMITED);
        assertThat(standing("203.0.113.1", "bob")).isEqualTo(Standing.ADMITTED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"A B", " a b", "a\u00a0b ", "a   b", "\uff41 b"})
    void accountIsOneHoweverItIsWritten(String name) {
        for (int i = 0; i < 20; i++) {
            fails("192.0.2." + i, name);
        }
        assertThat(standing("203.0.113.1", "a b")).isEqualTo(Standing.LIMITED);
    }

    /** A limit of the account alone would let anybody lock its owner out. */
    @Test
    void ownerIsNotLockedOutWhereHeWasSeen() {
        guesses.begin("203.0.113.1", "Alice").right();
        for (int i = 0; i < 20; i++) {
            fails("192.0.2." + i, "alice");
        }
        assertThat(standing("203.0.113.1", "alice")).isEqualTo(Standing.ADMITTED);
        assertThat(standing("203.0.113.2", "alice")).isEqualTo(Standing.LIMITED);
        assertThat(guesses.begin("203.0.113.1", "alice").wrong()).isEqualTo(Duration.ofSeconds(1));
        clock.pass(Duration.ofHours(25));
        for (int i = 0; i < 20; i++) {
            fails("192.0.2." + i, "alice");
        }
        assertThat(standing("203.0.113.1", "alice")).isEqualTo(Standing.LIMITED);
    }

    @Test
    void addressIsLimitedEvenWhereTheOwnerWasSeen() {
        guesses.begin("203.0.113.1", "alice").right();
        for (int i = 0; i < 10; i++) {
            fails("203.0.113.1", "alice");
        }
        assertThat(standing("203.0.113.1", "alice")).isEqualTo(Standing.LIMITED);
    }

    @Test
    void trustedNetworkIsNotLimitedButItsAccountsAre() {
        for (int i = 0; i < 20; i++) {
            fails("198.51.100.7", "alice");
            guesses.failed("198.51.100.7");
        }
        assertThat(standing("198.51.100.7", "bob")).isEqualTo(Standing.ADMITTED);
        assertThat(standing("198.51.100.7", "alice")).isEqualTo(Standing.LIMITED);
    }

    /** Else a thousand connections could guess at once before the first failure is counted. */
    @Test
    void whatIsUnderWayCountsUntilItHasSucceeded() {
        List<Ticket> open = java.util.stream.IntStream.range(0, 10)
                .mapToObj(i -> guesses.begin("192.0.2.1", "user" + i))
                .toList();
        assertThat(standing("192.0.2.1", "another")).isEqualTo(Standing.WAITING);
        open.get(0).right();
        assertThat(standing("192.0.2.1", "another")).isEqualTo(Standing.ADMITTED);
        open.forEach(Ticket::wrong);
        open.forEach(Ticket::close);
        assertThat(standing("192.0.2.1", "another")).isEqualTo(Standing.LIMITED);
    }

    @Test
    void whatCouldNotBeToldIsNoFailure() {
        for (int i = 0; i < 100; i++) {
            guesses.begin("192.0.2.1", "alice").close();
        }
        assertThat(standing("192.0.2.1", "alice")).isEqualTo(Standing.ADMITTED);
    }

    @Test
    void answerIsLaterEachTime() {
        assertThat(fails("192.0.2.1", "alice")).isEqualTo(Duration.ofSeconds(1));
        assertThat(fails("192.0.2.1", "bob")).isEqualTo(Duration.ofSeconds(2));
        assertThat(fails("192.0.2.2", "alice")).isEqualTo(Duration.ofSeconds(2));
        assertThat(guesses.failed("192.0.2.1")).isEqualTo(Duration.ofSeconds(3));
        for (int i = 10; i < 25; i++) {
            fails("192.0.2." + i, "alice");
        }
        assertThat(fails("192.0.2.99", "alice")).isEqualTo(Duration.ofSeconds(10));
    }

    private Duration fails(String ip, String user) {
        return guesses.begin(ip, user).wrong();
    }

    private Standing standing(String ip, String user) {
        try (Ticket ticket = guesses.begin(ip, user)) {
            return ticket.standing();
        }
    }
}
