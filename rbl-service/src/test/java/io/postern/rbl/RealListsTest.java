package io.postern.rbl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.postern.check.Finding;
import io.postern.check.dns.TestNameServer;
import io.postern.check.dns.TestRbldnsd;
import io.postern.check.dns.TestUnbound;
import io.postern.contract.Verdict.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Section;

/** Real lists, served by rbldnsd, asked through a real resolver. */
class RealListsTest {

    private static final String IP4 = """
            :127.0.0.2:Listed, see http://dnsbl.test/?$
            127.0.0.2
            192.0.2.0/24
            198.51.100.7 :127.0.0.4:Open relay $
            !192.0.2.99
            """;
    private static final String IP6 = """
            :127.0.0.2:Listed, see http://dnsbl.test/?$
            ::ffff:7f00:2
            2001:db8:bad::/48
            !2001:db8:bad::99
            """;
    private static final String NAMES = """
            :127.0.1.2:Domain $ sends spam
            test
            spam.example
            .wild.example
            """;
    private static final String LISTS = """
            threshold: 6
            lists:
              - { zone: dnsbl.test, ipv6: true, answers: { "127.0.0.2": 6, "127.0.0.4": 4 } }
              - { zone: more.test, answers: { "127.0.0.[2..9]": 2 } }
              - { zone: good.test, kind: allow, answers: { "127.0.0.2": 6 } }
              - { zone: dbl.test, of: sender, answers: { "127.0.1.2": 6 } }
            """;
    private static final String CLEAN = "203.0.113.5";

    @TempDir
    private Path folder;

    private TestRbldnsd dnsbl;
    private TestRbldnsd more;
    private TestRbldnsd good;
    private TestRbldnsd names;
    private TestUnbound unbound;
    private Rig rig;

    @BeforeEach
    void start() throws IOException {
        assumeTrue(TestRbldnsd.installed() && TestUnbound.installed(), "rbldnsd or unbound is not installed");
        dnsbl = rbldnsd("dnsbl.test", Map.of("ip4set", IP4, "ip6trie", IP6));
        more = rbldnsd("more.test", Map.of("ip4set", ":127.0.0.3:\n127.0.0.2\n198.51.100.7\n"));
        good = rbldnsd("good.test", Map.of("ip4set", ":127.0.0.2:\n127.0.0.2\n192.0.2.50\n"));
        names = rbldnsd("dbl.test", Map.of("dnset", NAMES));
        Path resolver = Files.createDirectory(folder.resolve("resolver"));
        unbound = new TestUnbound(
                resolver,
                Map.of(
                        "dnsbl.test", dnsbl.address(),
                        "more.test", more.address(),
                        "good.test", good.address(),
                        "dbl.test", names.address()));
        rig = new Rig(LISTS, unbound.address());
        for (String list : new String[] {"dnsbl.test", "more.test", "good.test", "dbl.test"}) {
            assertThat(rig.standing(list).asked())
                    .as("%s: %s", list, rig.standing(list))
                    .isTrue();
        }
    }

    private TestRbldnsd rbldnsd(String zone, Map<String, String> data) throws IOException {
        return new TestRbldnsd(Files.createDirectory(folder.resolve(zone)), zone, data);
    }

    @AfterEach
    void stop() {
        if (unbound != null) {
            unbound.close();
            dnsbl.close();
            more.close();
            good.close();
            names.close();
        }
    }

    private static String said(Finding finding) {
        return Objects.requireNonNull(finding.reply(), finding::toString).text();
    }

    @Test
    void listedClientIsToldWhyAndExemptedOneIsNot() {
        assertThat(said(rig.client("192.0.2.7")))
                .isEqualTo("Service unavailable; client [192.0.2.7] blocked using dnsbl.test;"
                        + " Listed, see http://dnsbl.test/?192.0.2.7");
        assertThat(rig.client("192.0.2.99")).isEqualTo(Finding.pass());
        assertThat(rig.client(CLEAN)).isEqualTo(Finding.pass());
        assertThat(said(rig.client("2001:db8:bad::1")))
                .startsWith("Service unavailable; client [2001:db8:bad::1] blocked");
        assertThat(rig.client("2001:db8:bad::99")).isEqualTo(Finding.pass());
    }

    @Test
    void weightsOfSeveralListsAddUpAndAnAllowListBeatsThem() {
        assertThat(rig.client("198.51.100.7").score()).isEqualTo(6);
        assertThat(said(rig.client("198.51.100.7"))).endsWith("dnsbl.test; Open relay 198.51.100.7");
        assertThat(rig.client("192.0.2.50").outcome()).isEqualTo(Outcome.PASS);
        assertThat(rig.client("192.0.2.50").score()).isZero();
    }

    @Test
    void senderDomainIsLookedUp() {
        assertThat(said(rig.sender("x@spam.example", "client.example")))
                .isEqualTo("Service unavailable; Sender address [x@spam.example] blocked using dbl.test;"
                        + " Domain spam.example sends spam");
        assertThat(rig.sender("x@deep.wild.example", "client.example").outcome())
                .isEqualTo(Outcome.FAIL);
        assertThat(rig.sender("x@ham.example", "client.example")).isEqualTo(Finding.pass());
    }

    @Test
    void stoppedServerRefusesNobodyAndItsListComesBack() {
        dnsbl.close();

        assertThat(rig.client(CLEAN).outcome()).isEqualTo(Outcome.PASS);
        assertThat(rig.client("192.0.2.8").outcome()).isEqualTo(Outcome.PASS);
        rig.awaitOut("dnsbl.test");
        assertThat(said(rig.sender("x@spam.example", "client.example")))
                .as("the others go on")
                .contains("dbl.test");

        dnsbl.again();
        back("192.0.2.9");
    }

    @Test
    void frozenServerCostsTheDeadlineOnce() throws Exception {
        signal("STOP");
        try {
            long start = System.nanoTime();
            assertThat(rig.client(CLEAN).outcome()).isEqualTo(Outcome.PASS);
            Duration first = Duration.ofNanos(System.nanoTime() - start);
            start = System.nanoTime();
            for (int i = 1; i < 50; i++) {
                assertThat(rig.client("203.0.113." + i).outcome()).isEqualTo(Outcome.PASS);
            }
            assertThat(first).isLessThan(Rig.DEADLINE.multipliedBy(10));
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .as("49 clients after the first, on a machine that may be busy")
                    .isLessThan(Rig.DEADLINE.multipliedBy(10));
        } finally {
            signal("CONT");
        }
        back("192.0.2.9");
    }

    @Test
    void faultyServersBehindTheResolverRefuseNobody() throws Exception {
        TestNameServer.Manner truncated = (right, tcp) -> {
            if (!tcp) {
                right.getHeader().setFlag(Flags.TC);
                right.removeAllRecords(Section.ANSWER);
            }
            return java.util.List.of(right);
        };
        try (TestNameServer faulty = new TestNameServer()
                        .add("2.0.0.127.f.test.", "A", "127.0.0.2")
                        .add("7.2.0.192.f.test.", "A", "127.0.0.2");
                TestUnbound resolver = new TestUnbound(
                        Files.createDirectory(folder.resolve("other")), Map.of("f.test", faulty.address()))) {
            Rig other = new Rig("lists: [{ zone: f.test }]", resolver.address());
            faulty.become(truncated);
            assertThat(other.client("192.0.2.7").outcome()).as("over TCP").isEqualTo(Outcome.FAIL);
            faulty.become(TestNameServer.everythingIs("127.255.255.254"));
            assertThat(other.client("203.0.113.6").outcome()).isEqualTo(Outcome.PASS);
            assertThat(other.standing("f.test").asked()).isFalse();
            other.awaitOut("f.test");
            faulty.become(TestNameServer.everythingIs("127.0.0.2"));
            other.after(Duration.ofMinutes(1));
            other.probe();
            assertThat(other.standing("f.test").toString()).contains("lists everybody");
            assertThat(other.client("203.0.113.7").outcome()).isEqualTo(Outcome.PASS);
        }
    }

    private void signal(String signal) throws Exception {
        new ProcessBuilder("kill", "-" + signal, Long.toString(dnsbl.pid()))
                .start()
                .waitFor();
    }

    private void back(String listed) {
        rig.back("dnsbl.test");
        assertThat(said(rig.client(listed))).contains("dnsbl.test");
    }
}
