package io.postern.rbl;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.check.dns.TestNameServer;
import io.postern.contract.ListJudged;
import io.postern.contract.Verdict.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;

/** Whatever a list does, no client is refused that it does not list in its right mind; and it comes back by itself. */
class OutagesTest {

    private static final String LIST = "bl.test";

    /** Of 192.0.2.50, and of no address that is made up to make sure of a listing. */
    private static final String FIFTY = "50.2.0.192.bl.test.";

    private TestNameServer server = new TestNameServer();
    private Rig rig = start();

    private Rig start() {
        server.add("2.0.0.127.bl.test.", "A", "127.0.0.2").add("1.2.0.192.bl.test.", "A", "127.0.0.2");
        return new Rig("lists: [{ zone: bl.test }]", server.address());
    }

    @BeforeEach
    void wellAtFirst() {
        assertThat(rig.standing(LIST).asked()).isTrue();
        assertThat(rig.client("192.0.2.1").outcome()).isEqualTo(Outcome.FAIL);
    }

    @AfterEach
    void close() {
        server.close();
    }

    static Stream<Arguments> faults() {
        TestNameServer.Manner wrongId = (right, tcp) -> {
            right.getHeader().setID(right.getHeader().getID() ^ 1);
            return List.of(right);
        };
        return Stream.of(
                Arguments.of("silent", TestNameServer.SILENT),
                Arguments.of("SERVFAIL", TestNameServer.rcode(Rcode.SERVFAIL)),
                Arguments.of("REFUSED", TestNameServer.rcode(Rcode.REFUSED)),
                Arguments.of("only with the wrong id", wrongId),
                Arguments.of("127.255.255.254", TestNameServer.everythingIs("127.255.255.254")),
                Arguments.of("outside of 127/8", TestNameServer.everythingIs("192.0.2.80")),
                Arguments.of("everybody listed", TestNameServer.everythingIs("127.0.0.2")),
                Arguments.of("slow by 3 s", TestNameServer.late(3000)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void cleanClientIsNeverRefusedAndTheListIsOutAtOnce(String name, TestNameServer.Manner fault) {
        server.become(fault);

        assertThat(rig.client("192.0.2.50").outcome()).isEqualTo(Outcome.PASS);
        assertThat(rig.standing(LIST).asked()).isFalse();
        rig.probe();
        assertThat(rig.standing(LIST).out()).isTrue();

        backAfterRecovery();
    }

    @Test
    void zoneThatVanishedIsOutAtTheNextProbe() {
        server.become(TestNameServer.rcode(Rcode.NXDOMAIN));

        assertThat(rig.client("192.0.2.50").outcome()).isEqualTo(Outcome.PASS);
        rig.probe();
        assertThat(rig.standing(LIST))
                .hasToString("out of service since 2026-03-01T10:00:00Z: its test entry is not listed");

        backAfterRecovery();
    }

    @Test
    void stoppedServerIsOutAndItsListBackAfterItsStart() {
        int port = server.address().getPort();
        server.close();

        assertThat(rig.client("192.0.2.50").outcome()).isEqualTo(Outcome.PASS);
        rig.probe();
        assertThat(rig.standing(LIST).out()).isTrue();

        server = new TestNameServer(port);
        server.add("2.0.0.127.bl.test.", "A", "127.0.0.2").add("1.2.0.192.bl.test.", "A", "127.0.0.2");
        backAfterRecovery();
    }

    private void backAfterRecovery() {
        server.become(TestNameServer.HONEST);
        rig.after(Duration.ofMinutes(10));
        rig.back(LIST);
        assertThat(rig.client("192.0.2.1").outcome()).isEqualTo(Outcome.FAIL);
        assertThat(rig.client("192.0.2.51").outcome()).isEqualTo(Outcome.PASS);
        assertThat(rig.told())
                .extracting(ListJudged::state)
                .contains(ListJudged.State.OUT_OF_SERVICE)
                .endsWith(ListJudged.State.IN_SERVICE);
    }

    @Test
    void truncatedAnswerIsNoOutage() {
        server.become((right, tcp) -> {
            if (!tcp) {
                right.getHeader().setFlag(Flags.TC);
                right.removeAllRecords(Section.ANSWER);
            }
            return List.of(right);
        });
        server.add("60.2.0.192.bl.test.", "A", "127.0.0.2");

        assertThat(rig.client("192.0.2.60").outcome()).isEqualTo(Outcome.FAIL);
        assertThat(rig.standing(LIST).asked()).isTrue();
    }

    @Test
    void wrongIdBeforeTheRightOneIsIgnored() {
        server.become((right, tcp) -> {
            Message forged = right.clone();
            forged.getHeader().setID(right.getHeader().getID() ^ 1);
            return List.of(forged, right);
        });
        server.add("60.2.0.192.bl.test.", "A", "127.0.0.2");

        assertThat(rig.client("192.0.2.60").outcome()).isEqualTo(Outcome.FAIL);
        assertThat(rig.client("192.0.2.61").outcome()).isEqualTo(Outcome.PASS);
    }

    @Test
    void clientsWaitOnceForADeadListAndNotAgain() {
        server.become(TestNameServer.SILENT);
        long start = System.nanoTime();
        rig.client("192.0.2.50");
        long first = System.nanoTime() - start;

        start = System.nanoTime();
        IntStream.range(51, 151)
                .forEach(i -> assertThat(rig.client("192.0.2." + i).outcome()).isEqualTo(Outcome.PASS));
        long next100 = System.nanoTime() - start;

        assertThat(Duration.ofNanos(first)).isBetween(Rig.DEADLINE.minusMillis(50), Rig.DEADLINE.multipliedBy(10));
        assertThat(Duration.ofNanos(next100))
                .as("100 clients after the first, on a machine that may be busy")
                .isLessThan(Rig.DEADLINE.multipliedBy(10));
    }

    @Test
    void oneLostAnswerTakesTheListOutForAMomentOnly() {
        int before = server.questions();
        server.become(
                (right, tcp) -> right.getQuestion().getName().toString().equals(FIFTY) ? List.of() : List.of(right));

        assertThat(rig.client("192.0.2.50").outcome()).isEqualTo(Outcome.PASS);
        rig.awaitAsked(LIST);
        assertThat(server.questions()).isGreaterThan(before);
        assertThat(rig.told()).extracting(ListJudged::state).containsOnly(ListJudged.State.IN_SERVICE);
    }

    @Test
    void listOfWhichManyLookupsFailIsOutThoughItsProbesGoWell() {
        server.become((right, tcp) -> {
            boolean probe = right.getQuestion().getName().toString().matches(".*\\.(127|0)\\.bl\\.test\\.");
            if (!probe) {
                right.getHeader().setRcode(Rcode.SERVFAIL);
                right.removeAllRecords(Section.ANSWER);
            }
            return List.of(right);
        });
        for (int i = 50; i < 60 && !rig.standing(LIST).out(); i++) {
            rig.client("192.0.2." + i);
            if (!rig.standing(LIST).out()) {
                rig.awaitAsked(LIST);
            }
        }
        assertThat(rig.standing(LIST).toString()).contains("many look-ups fail, the last one: servfail");
    }

    @Test
    void wrongListingIsNotBelievedEvenIfAResolverRemembersIt() {
        server.become(TestNameServer.everythingIs("127.0.0.2"));
        rig.client("192.0.2.50");
        server.become(TestNameServer.HONEST);
        server.add("50.2.0.192.bl.test.", "A", "127.0.0.2"); // what a resolver on the way would say for the TTL
        rig.after(Duration.ofSeconds(299));
        rig.probe();
        rig.probe();

        assertThat(rig.standing(LIST).asked()).isFalse();
        assertThat(rig.client("192.0.2.50").outcome()).isEqualTo(Outcome.PASS);
    }

    @Test
    void listingThatCouldNotBeMadeSureOfIsNotBelievedLater() {
        server.become((right, tcp) -> right.getQuestion().getName().toString().equals(FIFTY)
                ? TestNameServer.everythingIs("127.0.0.2").answers(right, tcp)
                : List.of());
        assertThat(rig.client("192.0.2.50").outcome()).isEqualTo(Outcome.PASS);
        rig.awaitFailed(LIST);
        server.become(TestNameServer.HONEST);
        rig.back(LIST);

        assertThat(rig.client("192.0.2.50").outcome()).as("from memory").isEqualTo(Outcome.PASS);
    }

    @Test
    void rememberedErrorOfOneNameDoesNotShakeAListThatIsWell() {
        server.become(TestNameServer.everythingIs("127.255.255.254"));
        rig.client("192.0.2.50");
        rig.awaitOut(LIST);
        server.become(TestNameServer.HONEST);
        rig.back(LIST);
        for (int i = 0; i < 10; i++) {
            assertThat(rig.client("192.0.2.50").outcome()).isEqualTo(Outcome.PASS);
            assertThat(rig.standing(LIST).asked()).isTrue();
        }
    }

    @Test
    void outageOfAnAllowListRefusesNobodyWhomItMayHave() {
        server.add("2.0.0.127.wl.test.", "A", "127.0.0.2").add("1.2.0.192.wl.test.", "A", "127.0.0.3");
        Rig both = new Rig(
                "lists: [{ zone: bl.test }, { zone: wl.test, kind: allow, answers: { '127.0.0.3': 8 } }]",
                server.address());
        assertThat(both.client("192.0.2.1").outcome()).isEqualTo(Outcome.PASS);
        server.add("3.2.0.192.bl.test.", "A", "127.0.0.2").add("4.2.0.192.bl.test.", "A", "127.0.0.2");
        server.become((right, tcp) -> right.getQuestion().getName().toString().endsWith(".wl.test.")
                ? TestNameServer.rcode(Rcode.SERVFAIL).answers(right, tcp)
                : List.of(right));
        assertThat(both.client("192.0.2.3").outcome()).isEqualTo(Outcome.ERROR);
        assertThat(both.client("192.0.2.4").outcome()).isEqualTo(Outcome.ERROR);
    }

    @Test
    void listThatIsDescribedAnewKeepsItsStanding() {
        server.become(TestNameServer.everythingIs("127.0.0.2"));
        rig.client("192.0.2.50");
        server.become(TestNameServer.HONEST);

        rig.rewrite("lists: [{ zone: bl.test, name: other, text: Sorry }]");
        rig.probe();
        rig.probe();
        assertThat(rig.standing("other").asked()).isFalse();
        assertThat(rig.client("192.0.2.50").outcome()).isEqualTo(Outcome.PASS);
    }

    @Test
    void answerThatIsNotBelievedIsNotBelievedOfTheListDescribedAnew() {
        server.become((right, tcp) -> right.getQuestion().getName().toString().equals(FIFTY)
                ? TestNameServer.everythingIs("127.0.0.2").answers(right, tcp)
                : List.of());
        rig.client("192.0.2.50");
        rig.awaitFailed(LIST);
        server.become(TestNameServer.HONEST);
        rig.back(LIST);

        rig.rewrite("lists: [{ zone: bl.test, text: Sorry }]");
        assertThat(rig.client("192.0.2.50").outcome()).isEqualTo(Outcome.PASS);
    }

    @Test
    void wildcardInTheZoneRefusesNobodyThoughTheTestEntriesAreRight() {
        server.become((right, tcp) -> {
            boolean below127 = right.getQuestion().getName().toString().endsWith(".127.bl.test.");
            return below127
                    ? List.of(right)
                    : TestNameServer.everythingIs("127.0.0.2").answers(right, tcp);
        });

        assertThat(rig.client("192.0.2.50").outcome()).isEqualTo(Outcome.PASS);
        assertThat(rig.standing(LIST).toString()).contains("lists everybody");
    }

    @Test
    void listThatSuddenlyHasMostClientsIsSuspended() {
        IntStream.range(0, 60).forEach(i -> rig.client("198.51." + i + ".1"));
        IntStream.range(0, 60).forEach(i -> server.add("1." + i + ".0.203.bl.test.", "A", "127.0.0.2"));

        long refused = IntStream.range(0, 60)
                .filter(i -> rig.client("203.0." + i + ".1").outcome() == Outcome.FAIL)
                .count();

        assertThat(refused).isLessThan(50);
        assertThat(rig.standing(LIST).toString()).contains("of the clients, far more than before");
        rig.after(Duration.ofMinutes(9));
        rig.probe();
        rig.probe();
        assertThat(rig.standing(LIST).asked()).as("before it has cooled down").isFalse();
        rig.after(Duration.ofMinutes(1));
        rig.probe();
        assertThat(rig.standing(LIST).asked()).isTrue();
    }

    @Test
    void otherListsGoOn() {
        server.become((right, tcp) ->
                right.getQuestion().getName().toString().endsWith("bl.test.") ? List.of() : List.of(right));
        server.add("2.0.0.127.other.test.", "A", "127.0.0.2").add("1.2.0.192.other.test.", "A", "127.0.0.2");
        Rig both = new Rig("lists: [{ zone: bl.test }, { zone: other.test }]", server.address());

        assertThat(both.standing(LIST).out()).isTrue();
        assertThat(both.client("192.0.2.1").outcome()).isEqualTo(Outcome.FAIL);
    }
}
