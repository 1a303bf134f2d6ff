package io.postern.delivery.relay;

import static io.postern.delivery.relay.TestRelay.cause;
import static io.postern.delivery.relay.TestRelay.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.postern.delivery.relay.mx.FakeDns;
import io.postern.delivery.relay.smtp.FakeSmtp;
import io.postern.delivery.relay.smtp.Fault;
import io.postern.delivery.relay.smtp.Outcome;
import io.postern.delivery.relay.smtp.Outcome.Deferred;
import io.postern.delivery.relay.smtp.Outcome.Delivered;
import io.postern.delivery.relay.smtp.Outcome.Refused;
import io.postern.delivery.relay.smtp.Receiver;
import io.postern.delivery.relay.smtp.Step;
import io.postern.delivery.relay.smtp.Terms;
import io.postern.delivery.relay.smtp.TimeLimits;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Three hosts of a domain, at three addresses of loopback: nobody listens at 127.0.0.1. */
@Timeout(30)
class MxTest {

    private final FakeDns dns = new FakeDns();
    private final FakeSmtp second = new FakeSmtp("127.0.0.2", 0);
    private final FakeSmtp third = new FakeSmtp("127.0.0.3", second.port());
    private final TestRelay relay = new TestRelay(dns.address());
    private final Route route = new Route.Mx("peer.test", second.port(), TestRelay.CLEAR);

    @BeforeEach
    void threeHosts() {
        for (int i = 1; i <= 3; i++) {
            dns.add("peer.test", "MX", i + "0 mx" + i + ".peer.test.")
                    .add("mx" + i + ".peer.test", "A", "127.0.0." + i);
        }
    }

    @AfterEach
    void close() throws IOException {
        relay.close();
        second.close();
        third.close();
        dns.close();
    }

    @Test
    void oneIsDeadOneDefersOneAccepts() {
        second.on("RCPT", "451 4.7.1 greylisted").on("RCPT gone@peer.test", "550 5.1.1 no such user");

        Map<Receiver, Outcome> outcomes = relay.deliver(message(), route, "gone@peer.test", "good@peer.test");

        assertThat(outcomes.get(new Receiver("gone@peer.test"))).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.cause().host()).isEqualTo("mx2.peer.test[127.0.0.2]:" + second.port());
            assertThat(refused.cause().reply().text()).isEqualTo("no such user");
        });
        assertThat(outcomes.get(new Receiver("good@peer.test")))
                .isInstanceOfSatisfying(
                        Delivered.class,
                        delivered -> assertThat(delivered.host()).startsWith("mx3.peer.test[127.0.0.3]"));
        assertThat(second.taken()).isEmpty();
        assertThat(third.heard("RCPT")).containsExactly("RCPT TO:<good@peer.test>");
    }

    @ParameterizedTest
    @CsvSource({
        "GREETING, 554 5.7.1 no mail from you",
        "GREETING, 421 4.7.0 busy",
        "EHLO, 451 4.3.0 not now",
        "MAIL, 451 4.3.0 not now",
        "MAIL, 421 4.3.0 not now",
        "DATA, 451 4.3.0 not now",
        "END, 451 4.3.0 not now"
    })
    void hostThatWillNotIsPassedOver(String when, String reply) {
        second.on(when, reply);

        assertThat(relay.deliver(message(), route)).isInstanceOf(Delivered.class);
        assertThat(third.taken()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"MAIL, 550 5.7.1 never", "RCPT, 550 5.1.1 never", "END, 554 5.7.1 spam"})
    void whatOneHostRefusesNoOtherIsAsked(String when, String reply) {
        second.on(when, reply);

        assertThat(relay.deliver(message(), route)).isInstanceOf(Refused.class);
        assertThat(third.connections()).isZero();
    }

    @Test
    void uncertainMailIsNotBroughtToAnotherHost() {
        second.on("END", FakeSmtp.CLOSE);

        assertThat(cause(relay.deliver(message(), route)).uncertain()).isTrue();
        assertThat(third.connections()).isZero();
    }

    @Test
    void hostThatSaysNothingLeavesTimeForTheNext() {
        second.on("GREETING", FakeSmtp.SILENCE);
        Route patient = new Route.Mx("peer.test", second.port(), TestRelay.CLEAR.limits(TimeLimits.PATIENT));

        List<Outcome> outcomes = TestRelay.of(
                relay.deliver(message(), patient, List.of(new Receiver("to@peer.test")), Duration.ofSeconds(2)));

        assertThat(outcomes.getFirst()).isInstanceOf(Delivered.class);
    }

    @Test
    void domainWhoseHostsAllTurnUsAwayForGoodIsRefused() {
        dns.add("closed.test", "MX", "10 mx2.peer.test.").add("closed.test", "MX", "20 mx3.peer.test.");
        second.on("GREETING", "554 5.7.1 blocked");
        third.on("GREETING", "554 5.7.1 blocked");

        Outcome outcome = relay.deliver(message(), new Route.Mx("closed.test", second.port(), TestRelay.CLEAR));

        assertThat(outcome).isInstanceOf(Refused.class);
        assertThat(cause(outcome).reply()).hasToString("554 5.7.1 blocked");
    }

    @Test
    void domainOfWhichOneHostMayComeBackIsWaitedFor() {
        second.on("GREETING", "554 5.7.1 blocked");
        third.on("GREETING", "554 5.7.1 blocked");

        assertThat(relay.deliver(message(), route)).isInstanceOf(Deferred.class); // mx1 is dead
    }

    @Test
    void hostThatIsOurselvesIsALoop() {
        dns.add("self.test", "MX", "10 mx2.peer.test.");
        second.on("GREETING", "220 Relay.Postern.test ESMTP");

        Outcome outcome = relay.deliver(message(), new Route.Mx("self.test", second.port(), TestRelay.CLEAR));

        assertThat(outcome).isInstanceOf(Refused.class);
        assertThat(cause(outcome).reply().enhanced()).isEqualTo("5.4.6");
        assertThat(second.heard("MAIL")).isEmpty();
    }

    @Test
    void hostThatWasDeadAMomentAgoIsTriedLast() throws IOException {
        relay.deliver(message(), route); // mx1 is dead
        try (FakeSmtp first = new FakeSmtp("127.0.0.1", second.port())) {
            assertThat(relay.deliver(message(), route)).isInstanceOf(Delivered.class);
            assertThat(first.connections()).isZero();
            assertThat(second.taken()).hasSize(2);

            second.on("RCPT", "451 4.7.1 greylisted");
            third.on("RCPT", "451 4.7.1 greylisted");
            assertThat(relay.deliver(message(), route)).isInstanceOf(Delivered.class);
            assertThat(first.taken()).hasSize(1);
        }
    }

    @Test
    void noMoreThanFiveHostsAreTried() {
        for (int i = 0; i < 9; i++) {
            dns.add("many.test", "MX", i + " dead" + i + ".test.").add("dead" + i + ".test", "A", "127.0.0.1");
        }
        dns.add("many.test", "MX", "50 mx2.peer.test.");

        assertThat(relay.deliver(message(), new Route.Mx("many.test", second.port(), TestRelay.CLEAR)))
                .isInstanceOf(Deferred.class);
        assertThat(second.connections()).isZero();
    }

    @Test
    void secondAddressOfAHostIsTried() {
        dns.add("two.test", "MX", "10 both.test.")
                .add("both.test", "AAAA", "::1")
                .add("both.test", "A", "127.0.0.2");

        assertThat(relay.deliver(message(), new Route.Mx("two.test", second.port(), TestRelay.CLEAR)))
                .isInstanceOf(Delivered.class);
    }

    @Test
    void addressInPlaceOfADomainIsGoneTo() {
        assertThat(relay.deliver(message(), new Route.Mx("[127.0.0.3]", third.port(), TestRelay.CLEAR)))
                .isInstanceOf(Delivered.class);
    }

    @Test
    void mailOverIpv6IsDelivered() throws IOException {
        try (FakeSmtp six = new FakeSmtp("::1", 0)) {
            assertThat(relay.deliver(message(), new Route.Mx("[IPv6:::1]", six.port(), TestRelay.CLEAR)))
                    .isInstanceOf(Delivered.class);
        }
    }

    @Test
    void weComeFromTheAddressThatTheOperatorChose() throws IOException {
        try (FakeSmtp six = new FakeSmtp("::1", 0)) {
            Terms terms = TestRelay.CLEAR.from(InetAddress.getByName("127.0.0.9"), six.address());
            relay.deliver(message(), new Route.Mx("[IPv6:::1]", six.port(), terms));
            relay.deliver(message(), new Route.Mx("[127.0.0.3]", third.port(), terms));

            assertThat(six.clients()).containsExactly("0:0:0:0:0:0:0:1");
            assertThat(third.clients()).containsExactly("127.0.0.9");
        }
    }

    @Test
    void whoeverIsInterruptedStopsAndBlamesNobody() throws Exception {
        second.on("MAIL", FakeSmtp.SILENCE);
        Route patient = new Route.Mx("[127.0.0.2]", second.port(), TestRelay.CLEAR.limits(TimeLimits.PATIENT));
        FutureTask<Outcome> delivery = new FutureTask<>(() -> relay.deliver(message(), patient));
        Thread thread = Thread.ofVirtual().start(delivery);
        Program.await(() -> !second.heard("MAIL").isEmpty());

        thread.interrupt();

        assertThat(cause(delivery.get(5, TimeUnit.SECONDS)).fault()).isEqualTo(Fault.OURS);
    }

    @Test
    void domainThatDoesNotExistIsRefused() {
        Outcome outcome = relay.deliver(message(), new Route.Mx("gone.test", TestRelay.CLEAR));

        assertThat(outcome).isInstanceOf(Refused.class);
        assertThat(cause(outcome).step()).isEqualTo(Step.LOOKUP);
        assertThat(cause(outcome).host()).isNull();
    }

    @Test
    void domainOfWhichNobodyCanTellIsWaitedFor() {
        dns.fail("broken.test");

        assertThat(relay.deliver(message(), new Route.Mx("broken.test", TestRelay.CLEAR)))
                .isInstanceOf(Deferred.class);
    }
}
