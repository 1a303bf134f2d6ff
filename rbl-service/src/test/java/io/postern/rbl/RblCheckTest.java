package io.postern.rbl;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.check.Finding;
import io.postern.check.dns.TestNameServer;
import io.postern.contract.ConnectionOpened;
import io.postern.contract.Verdict.Outcome;
import io.postern.contract.Verdict.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RblCheckTest {

    private static final String ONE = "lists: [{ zone: bl.test, ipv6: true }]";

    private final TestNameServer server = new TestNameServer();

    @AfterEach
    void close() {
        server.close();
    }

    /** A list that has what every list must have. */
    private Rig rig(String lists) {
        for (String zone : new String[] {"bl.test.", "bl2.test.", "wl.test.", "secretkey.bl.test."}) {
            server.add("2.0.0.127." + zone, "A", "127.0.0.2");
            server.add("2.0.0.0.0.0.f.7.f.f.f.f.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0." + zone, "A", "127.0.0.2");
        }
        server.add("test.dbl.test.", "A", "127.0.1.2");
        return new Rig(lists, server.address());
    }

    private TestNameServer lists(String entry, String answer) {
        return server.add(entry + ".", "A", answer);
    }

    private static String said(Finding finding) {
        return finding.reply() == null
                ? ""
                : finding.reply().code() + " " + finding.reply().status() + " "
                        + finding.reply().text();
    }

    @Test
    void listedClientFailsWithTheListsText() {
        Rig rig = rig(ONE);
        lists("7.113.0.203.bl.test", "127.0.0.2").add("7.113.0.203.bl.test.", "TXT", "\"See https://bl.test/7\"");

        Finding finding = rig.client("203.0.113.7");

        assertThat(finding.outcome()).isEqualTo(Outcome.FAIL);
        assertThat(finding.score()).isEqualTo(5);
        assertThat(said(finding))
                .isEqualTo(
                        "554 5.7.1 Service unavailable; client [203.0.113.7] blocked using bl.test; See https://bl.test/7");
        Reason reason = finding.reasons().getFirst();
        assertThat(reason.code()).isEqualTo("listed");
        assertThat(reason.score()).isEqualTo(5);
        assertThat(reason.detail())
                .containsAllEntriesOf(
                        Map.of("list", "bl.test", "answer", "127.0.0.2", "ttl", "300", "text", "See https://bl.test/7"))
                .containsKey("elapsedMicros");
    }

    @Test
    void clientThatIsNotListedPasses() {
        Finding finding = rig(ONE).client("203.0.113.8");

        assertThat(finding).isEqualTo(Finding.pass());
    }

    @Test
    void ipv6ClientIsLookedUpByNibbles() {
        Rig rig = rig(ONE);
        lists("1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.bl.test", "127.0.0.2");

        assertThat(said(rig.client("2001:db8::1")))
                .isEqualTo("554 5.7.1 Service unavailable; client [2001:db8::1] blocked using bl.test");
        assertThat(rig.client("2001:db8::2").outcome()).isEqualTo(Outcome.PASS);
    }

    @Test
    void listOfIpv4OnlyIsNotAskedAboutIpv6() {
        Rig rig = rig("lists: [{ zone: bl.test }]");
        int before = server.questions();

        assertThat(rig.client("2001:db8::1").outcome()).isEqualTo(Outcome.PASS);
        assertThat(server.questions()).isEqualTo(before);
    }

    @Test
    void weightsOfListsAddUpToTheThreshold() {
        Rig rig = rig("""
                threshold: 6
                lists:
                  - { zone: bl.test, answers: { "127.0.0.2": 4, "127.0.0.3": 6 } }
                  - { zone: bl2.test, answers: { "127.0.0.&4": 2 } }
                """);
        lists("1.2.0.192.bl.test", "127.0.0.2");
        lists("2.2.0.192.bl.test", "127.0.0.2");
        lists("2.2.0.192.bl2.test", "127.0.0.6");
        lists("3.2.0.192.bl.test", "127.0.0.2");
        lists("3.2.0.192.bl.test", "127.0.0.3");
        lists("4.2.0.192.bl.test", "127.0.0.2");
        lists("4.2.0.192.bl2.test", "127.0.0.2");

        assertThat(rig.client("192.0.2.1").score()).isEqualTo(4);
        assertThat(rig.client("192.0.2.1").outcome()).isEqualTo(Outcome.PASS);
        assertThat(rig.client("192.0.2.2").outcome()).isEqualTo(Outcome.FAIL);
        assertThat(rig.client("192.0.2.2").score()).isEqualTo(6);
        assertThat(rig.client("192.0.2.3").outcome())
                .as("the heaviest answer counts")
                .isEqualTo(Outcome.FAIL);
        assertThat(rig.client("192.0.2.4").score())
                .as("an answer nobody cares for")
                .isEqualTo(4);
    }

    @Test
    void allowListBeatsBlockList() {
        Rig rig = rig(
                "lists: [{ zone: bl.test }, { zone: wl.test, kind: allow, answers: { '127.0.[0..255].[1..3]': 8 } }]");
        lists("1.2.0.192.bl.test", "127.0.0.2");
        lists("1.2.0.192.wl.test", "127.0.5.2");
        lists("2.2.0.192.wl.test", "127.0.5.2");

        assertThat(rig.client("192.0.2.1").outcome()).isEqualTo(Outcome.PASS);
        assertThat(rig.client("192.0.2.1").score()).isEqualTo(-3);
        assertThat(rig.client("192.0.2.2").score()).isEqualTo(-8);
        assertThat(rig.client("192.0.2.2").reasons().getFirst().code()).isEqualTo("allowed");
    }

    @Test
    void operatorsTextIsToldInsteadOfTheLists() {
        Rig rig = rig("lists: [{ zone: bl.test, name: ours, text: ask postmaster }]");
        lists("1.2.0.192.bl.test", "127.0.0.2").add("1.2.0.192.bl.test.", "TXT", "\"theirs\"");

        assertThat(said(rig.client("192.0.2.1")))
                .isEqualTo("554 5.7.1 Service unavailable; client [192.0.2.1] blocked using ours; ask postmaster");
    }

    @Test
    void keyInTheZoneIsNeverTold(@TempDir Path folder) throws Exception {
        Path key = Files.writeString(folder.resolve("key"), "secretkey\n");
        Rig rig = rig("lists: [{ name: paid, zone: '{key}.bl.test', key-file: " + key + " }]");
        lists("1.2.0.192.secretkey.bl.test", "127.0.0.2")
                .add("1.2.0.192.secretkey.bl.test.", "TXT", "\"see SecretKey.bl.test\"");

        Finding finding = rig.client("192.0.2.1");

        assertThat(said(finding)).endsWith("blocked using paid; see ....bl.test");
        assertThat(finding.toString()).doesNotContainIgnoringCase("secretkey");
        assertThat(rig.lists.inForce().toString()
                        + rig.told()
                        + rig.list("paid").list())
                .doesNotContainIgnoringCase("secretkey");
    }

    @Test
    void unprintableTextIsMadeHarmless() {
        Rig rig = rig(ONE);
        lists("1.2.0.192.bl.test", "127.0.0.2")
                .add("1.2.0.192.bl.test.", "TXT", "\"a\\013\\010250 b" + "x".repeat(240) + "\"");

        String text = said(rig.client("192.0.2.1"));
        assertThat(text).contains("; a\\013\\010250 bxxx").hasSizeLessThan(400);
        assertThat(text.chars()).allMatch(c -> c >= ' ' && c < 127);
    }

    @Test
    void senderDomainIsLookedUpInListsOfNames() {
        Rig rig = rig("lists: [{ zone: dbl.test, of: sender }]");
        lists("bad.example.dbl.test", "127.0.1.2").add("bad.example.dbl.test.", "TXT", "\"spams\"");
        lists("xn--bcher-kva.example.dbl.test", "127.0.1.2");

        assertThat(said(rig.sender("x@bad.example", "client.example")))
                .isEqualTo(
                        "554 5.7.1 Service unavailable; Sender address [x@bad.example] blocked using dbl.test; spams");
        assertThat(rig.sender("x@BAD.example", "client.example").outcome()).isEqualTo(Outcome.FAIL);
        assertThat(rig.sender("x@b\u00fccher.example", "client.example").outcome())
                .isEqualTo(Outcome.FAIL);
        assertThat(rig.sender("x@good.example", "bad.example").outcome()).isEqualTo(Outcome.PASS);
        assertThat(rig.sender("", "client.example").outcome()).isEqualTo(Outcome.PASS);
    }

    @Test
    void heloNameIsLookedUpInListsOfNames() {
        Rig rig = rig("lists: [{ zone: dbl.test, of: helo }]");
        lists("bad.example.dbl.test", "127.0.1.2");

        assertThat(said(rig.sender("x@good.example", "bad.example")))
                .isEqualTo("554 5.7.1 Service unavailable; Helo command [bad.example] blocked using dbl.test");
        assertThat(rig.sender("x@bad.example", "good.example").outcome()).isEqualTo(Outcome.PASS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"[192.0.2.1]", "localhost", "", "..", "a..b", "a b.c", "\\.\\", "x@y@z.example", "\ud800.example"
            })
    void nonsenseIsNotLookedUpAndIsNoError(String name) {
        Rig rig = rig("lists: [{ zone: dbl.test, of: helo }, { zone: dbl.test, name: other, of: sender }]");

        assertThat(rig.sender("x@" + name, name).outcome()).isEqualTo(Outcome.PASS);
    }

    @Test
    void nameTooLongForTheZoneIsNotOnIt() {
        Rig rig = rig("lists: [{ zone: dbl.test, of: sender }]");

        String domain = ("a".repeat(60) + ".").repeat(4) + "example";
        assertThat(rig.sender("x@" + domain, "client.example").outcome()).isEqualTo(Outcome.PASS);
    }

    @Test
    void ourOwnPeopleAreNotLookedUp() throws Exception {
        Rig rig = rig(ONE);
        lists("1.2.0.192.bl.test", "127.0.0.2");

        assertThat(rig.check.check(new ConnectionOpened(Rig.session("192.0.2.1", "client.example", true))))
                .isEqualTo(Finding.pass());
    }

    @Test
    void neededListThatCannotTellIsAnError() {
        Rig rig = rig("lists: [{ zone: bl.test }, { zone: none.test, on-error: error }]");
        lists("1.2.0.192.bl.test", "127.0.0.2");

        assertThat(rig.standing("none.test").asked()).isFalse();
        assertThat(rig.client("192.0.2.9").outcome()).isEqualTo(Outcome.ERROR);
        assertThat(rig.client("192.0.2.9").reasons()).anyMatch(Reason::error);
        assertThat(rig.client("192.0.2.1").outcome()).as("blocked by the other").isEqualTo(Outcome.FAIL);
    }

    @Test
    void answersComeFromMemoryWithoutAskingAgain() {
        Rig rig = rig(ONE);
        lists("1.2.0.192.bl.test", "127.0.0.2").add("1.2.0.192.bl.test.", "TXT", "\"x\"");
        rig.client("192.0.2.1");
        rig.client("192.0.2.2");
        int before = server.questions();

        for (int i = 0; i < 10; i++) {
            assertThat(rig.client("192.0.2.1").outcome()).isEqualTo(Outcome.FAIL);
            assertThat(rig.client("192.0.2.2").outcome()).isEqualTo(Outcome.PASS);
        }

        assertThat(server.questions()).isEqualTo(before);
        assertThat(rig.lookups("bl.test", "LISTED")).isEqualTo(11);
        assertThat(rig.lookups("bl.test", "NOT_LISTED")).isEqualTo(11);
    }
}
