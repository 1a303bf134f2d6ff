package io.postern.delivery.relay.mx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.postern.delivery.relay.smtp.Deadline;
import io.postern.delivery.relay.smtp.Fault;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MailHostsTest {

    private static final Duration TIMEOUT = Duration.ofMillis(500);

    private final FakeDns dns = new FakeDns();
    private final MailHosts hosts = hosts(1);

    private MailHosts hosts(int seed) {
        return new MailHosts(
                List.of(dns.address()), TIMEOUT, Set.of("MX.own.test"), MailHosts.ELSEWHERE, new Random(seed));
    }

    @AfterEach
    void close() {
        dns.close();
    }

    @Test
    void preferredHostComesFirst() throws Exception {
        dns.add("peer.test", "MX", "20 second.peer.test.")
                .add("peer.test", "MX", "10 first.peer.test.")
                .add("peer.test", "MX", "30 Third.peer.test.");

        assertThat(names("peer.test")).containsExactly("first.peer.test", "second.peer.test", "third.peer.test");
    }

    @Test
    void equalHostsComeInAnyOrder() throws Exception {
        dns.add("peer.test", "MX", "10 a.peer.test.")
                .add("peer.test", "MX", "10 b.peer.test.")
                .add("peer.test", "MX", "20 c.peer.test.");
        Set<List<String>> orders = new HashSet<>();
        for (int i = 0; i < 50; i++) {
            orders.add(names("peer.test"));
        }

        assertThat(orders)
                .containsExactlyInAnyOrder(
                        List.of("a.peer.test", "b.peer.test", "c.peer.test"),
                        List.of("b.peer.test", "a.peer.test", "c.peer.test"));
    }

    @Test
    void domainWithoutMxIsItsOwnHost() throws Exception {
        dns.add("peer.test", "A", "192.0.2.1");

        List<Exchanger> found = hosts.of("peer.test", soon());
        assertThat(found).containsExactly(new Exchanger("peer.test", true));
        assertThat(hosts.addresses(found.getFirst(), soon())).containsExactly(InetAddress.getByName("192.0.2.1"));
    }

    @Test
    void bothFamiliesComeInTurn() throws Exception {
        dns.add("mx.peer.test", "A", "192.0.2.1")
                .add("mx.peer.test", "A", "192.0.2.2")
                .add("mx.peer.test", "AAAA", "2001:db8::1");

        assertThat(hosts.addresses(new Exchanger("mx.peer.test", false), soon()))
                .extracting(InetAddress::getHostAddress)
                .satisfies(all -> {
                    assertThat(all.getFirst()).isEqualTo("2001:db8:0:0:0:0:0:1");
                    assertThat(all).hasSize(3);
                });
    }

    @Test
    void aliasIsFollowed() throws Exception {
        dns.add("alias.test", "CNAME", "peer.test.").add("peer.test", "MX", "10 mx.peer.test.");

        assertThat(names("alias.test")).containsExactly("mx.peer.test");
    }

    @Test
    void domainInOtherLettersIsFound() throws Exception {
        dns.add("xn--bcher-kva.test", "MX", "10 mx.peer.test.");

        assertThat(names("B\u00fccher.test")).containsExactly("mx.peer.test");
    }

    @Test
    void domainThatTakesNoMailIsRefused() {
        dns.add("null.test", "MX", "0 .");

        assertRefused("null.test", "5.1.10");
    }

    @Test
    void rootAmongOthersStandsForNothing() throws Exception {
        dns.add("peer.test", "MX", "0 .").add("peer.test", "MX", "10 mx.peer.test.");

        assertThat(names("peer.test")).containsExactly("mx.peer.test");
    }

    @Test
    void domainThatDoesNotExistIsRefused() {
        assertRefused("gone.test", "5.1.2");
    }

    @Test
    void domainWithNeitherMxNorAddressIsRefused() throws Exception {
        dns.add("text.test", "TXT", "\"nothing\"");
        Exchanger itself = hosts.of("text.test", soon()).getFirst();

        Unroutable refused = catchThrowableOfType(Unroutable.class, () -> hosts.addresses(itself, soon()));

        assertThat(refused.why().reply().enhanced()).isEqualTo("5.1.2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b.test", "a\\.b.test", "peer.test\r\nx", "..", "@"})
    void whatIsNoDomainIsRefused(String domain) {
        assertRefused(domain, "5.1.2");
    }

    @Test
    void hostsNoBetterThanWeAreLeftOut() throws Exception {
        dns.add("peer.test", "MX", "10 first.peer.test.")
                .add("peer.test", "MX", "20 mx.own.test.")
                .add("peer.test", "MX", "20 equal.peer.test.")
                .add("peer.test", "MX", "30 last.peer.test.");

        assertThat(names("peer.test")).containsExactly("first.peer.test");
    }

    @Test
    void mailThatWouldComeBackIsRefused() {
        dns.add("loop.test", "MX", "10 mx.own.test.").add("loop.test", "MX", "20 other.test.");

        assertRefused("loop.test", "5.4.6");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "0.0.0.0", "224.0.0.1", "169.254.169.254"})
    void domainThatLeadsInsideIsRefused(String address) {
        dns.add("mx.bad.test", "A", address);

        Unroutable refused = catchThrowableOfType(
                Unroutable.class, () -> hosts.addresses(new Exchanger("mx.bad.test", false), soon()));

        assertThat(refused.why().reply().permanent()).isTrue();
    }

    @Test
    void serverThatCannotTellMakesNobodyRefused() {
        dns.fail("broken.test");

        assertUnknown("broken.test");
    }

    @Test
    void serverThatSaysNothingMakesNobodyRefused() {
        dns.ignore("silent.test");
        long start = System.nanoTime();

        assertUnknown("silent.test");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
    }

    @Test
    void addressOfOneFamilyIsEnoughWhereTheOtherCannotBeTold() throws Exception {
        dns.add("mx.peer.test", "A", "192.0.2.1").ignore("AAAA mx.peer.test");

        assertThat(hosts.addresses(new Exchanger("mx.peer.test", false), soon()))
                .hasSize(1);
    }

    @Test
    void questionThatIsLostIsAskedAgain() throws Exception {
        dns.add("peer.test", "MX", "10 mx.peer.test.").loseOne();

        assertThat(patient(dns).of("peer.test", soon())).hasSize(1);
    }

    @Test
    void serverThatIsGoneLeavesTimeForTheNext() throws Exception {
        dns.add("peer.test", "MX", "10 mx.peer.test.");
        try (FakeDns deaf = new FakeDns()) {
            deaf.ignore("peer.test");
            assertThat(patient(deaf, dns).of("peer.test", soon())).hasSize(1);
        }
    }

    @Test
    void whatIsKnownIsNotAskedAgain() throws Exception {
        dns.add("peer.test", "MX", "10 mx.peer.test.");

        names("peer.test");
        int asked = dns.questions();
        names("peer.test");

        assertThat(dns.questions()).isEqualTo(asked);
    }

    /** The resolver looks once a second whether a question has waited too long. */
    private static MailHosts patient(FakeDns... servers) {
        return new MailHosts(
                Stream.of(servers).map(FakeDns::address).toList(),
                Duration.ofSeconds(4),
                Set.of(),
                address -> true,
                new Random(1));
    }

    private List<String> names(String domain) throws Unroutable {
        return hosts.of(domain, soon()).stream().map(Exchanger::host).toList();
    }

    private void assertRefused(String domain, String enhanced) {
        Unroutable refused = catchThrowableOfType(Unroutable.class, () -> hosts.of(domain, soon()));

        assertThat(refused.why().reply().permanent()).isTrue();
        assertThat(refused.why().reply().enhanced()).isEqualTo(enhanced);
    }

    private void assertUnknown(String domain) {
        Unroutable unknown = catchThrowableOfType(Unroutable.class, () -> hosts.of(domain, soon()));

        assertThat(unknown.why().reply().permanent()).isFalse();
        assertThat(unknown.why().reply().enhanced()).isEqualTo("4.4.3");
        assertThat(unknown.why().fault()).isEqualTo(Fault.DESTINATION);
    }

    private static Deadline soon() {
        return Deadline.in(Duration.ofSeconds(5));
    }
}
