package io.postern.address;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.check.Finding;
import io.postern.contract.ConnectionOpened;
import io.postern.contract.RecipientOffered;
import io.postern.contract.Session;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SparedTest {

    static Stream<Session> spared() {
        return Stream.of(
                Surroundings.session("203.0.113.7", "localhost", "alice@postern.test", false),
                Surroundings.session("203.0.113.7", "localhost", null, true),
                Surroundings.session("192.0.2.200", "localhost"),
                Surroundings.session("198.51.100.1", "localhost"),
                Surroundings.session("2001:db8:1::9", "localhost"));
    }

    private static Surroundings surroundings() {
        return new Surroundings("skip-networks", "192.0.2.0/24,198.51.100.1,2001:db8:1::/48");
    }

    @ParameterizedTest
    @MethodSource("spared")
    void ourPeopleAndListedNetworksPassWithoutAQuestion(Session session) throws InterruptedException {
        try (Surroundings dns = surroundings()) {
            assertThat(dns.clientCheck().check(new ConnectionOpened(session))).isEqualTo(Finding.pass());
            assertThat(dns.senderCheck()
                            .check(new RecipientOffered(session, "sender@none.example", "alice@postern.test")))
                    .isEqualTo(Finding.pass());
            assertThat(dns.server.questions()).isZero();
        }
    }

    @Test
    void othersDoNot() throws InterruptedException {
        try (Surroundings dns = surroundings()) {
            assertThat(dns.greet("198.51.100.2", "localhost").reasons()).isNotEmpty();
            assertThat(dns.greet("2001:db8:2::9", "localhost").reasons()).isNotEmpty();
        }
    }
}
