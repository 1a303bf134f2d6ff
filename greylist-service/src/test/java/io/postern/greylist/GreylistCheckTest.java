package io.postern.greylist;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.check.Finding;
import io.postern.check.dns.TestNameServer;
import io.postern.contract.RecipientOffered;
import io.postern.contract.Verdict.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class GreylistCheckTest {

    private static final String CLIENT = "203.0.113.7";
    private static final String NEIGHBOUR = "203.0.113.99";
    private static final String FAR = "198.51.100.7";
    private static final String SENDER = "sender@client.example";
    private static final String ALICE = "alice@postern.test";
    private static final String FIRST = "Greylisted, please try again in 300 seconds";

    private Surroundings greylist = new Surroundings();

    @BeforeEach
    void begin() {
        TestDatabase.empty();
    }

    @AfterEach
    void end() {
        greylist.close();
    }

    private void with(String... settings) {
        greylist.close();
        greylist = new Surroundings(settings);
    }

    /** A first attempt, and one after the delay. */
    private void befriend(String client, String sender, String recipient) throws Exception {
        greylist.attempt(client, sender, recipient);
        TestDatabase.age(Duration.ofSeconds(301));
        assertThat(greylist.reason(client, sender, recipient)).isEqualTo("passed");
    }

    @Test
    void firstMeetingIsDeferredForTheWholeDelay() throws Exception {
        assertThat(greylist.answer(CLIENT, SENDER, ALICE)).isEqualTo(FIRST);
    }

    @Test
    void earlyRetryIsToldWhatIsLeftAndNotPunished() throws Exception {
        greylist.attempt(CLIENT, SENDER, ALICE);
        TestDatabase.age(Duration.ofSeconds(100));
        assertThat(greylist.answer(CLIENT, SENDER, ALICE)).isEqualTo("Greylisted, please try again in 200 seconds");
        TestDatabase.age(Duration.ofMillis(199_500));
        assertThat(greylist.answer(CLIENT, SENDER, ALICE)).isEqualTo("Greylisted, please try again in 1 seconds");
        TestDatabase.age(Duration.ofSeconds(1));
        assertThat(greylist.answer(CLIENT, SENDER, ALICE)).isEqualTo("PASS");
    }

    @Test
    void onceLetInItIsLetInAgain() throws Exception {
        befriend(CLIENT, SENDER, ALICE);
        assertThat(greylist.reason(CLIENT, SENDER, ALICE)).isEqualTo("known");
    }

    @Test
    void otherSenderOtherRecipientOtherNetworkAreNewAndANeighbourIsNot() throws Exception {
        befriend(CLIENT, SENDER, ALICE);
        assertThat(greylist.answer(CLIENT, "other@client.example", ALICE)).isEqualTo(FIRST);
        assertThat(greylist.answer(CLIENT, SENDER, "bob@postern.test")).isEqualTo(FIRST);
        assertThat(greylist.answer(FAR, SENDER, ALICE)).isEqualTo(FIRST);
        assertThat(greylist.answer(NEIGHBOUR, SENDER, ALICE)).isEqualTo("PASS");
    }

    @ParameterizedTest
    @CsvSource({"2001:db8:1:2::7, 2001:db8:1:2:9::9, PASS", "2001:db8:1:2::7, 2001:db8:1:3::7, Greylisted"})
    void neighboursOverIpv6ShareA64(String client, String other, String answer) throws Exception {
        befriend(client, SENDER, ALICE);
        assertThat(greylist.answer(other, SENDER, ALICE)).startsWith(answer);
    }

    @Test
    void nullSenderIsGreylistedByNetworkAndRecipient() throws Exception {
        befriend(CLIENT, "", ALICE);
        assertThat(greylist.answer(NEIGHBOUR, "", ALICE)).isEqualTo("PASS");
        assertThat(greylist.answer(FAR, "", ALICE)).isEqualTo(FIRST);
        assertThat(greylist.answer(CLIENT, "", "bob@postern.test")).isEqualTo(FIRST);
    }

    @Test
    void whoComesBackAfterTheRetryWindowIsNew() throws Exception {
        greylist.attempt(CLIENT, SENDER, ALICE);
        TestDatabase.age(Duration.ofHours(49));
        assertThat(greylist.answer(CLIENT, SENDER, ALICE)).isEqualTo(FIRST);
    }

    @Test
    void memoryIsRenewedByUse() throws Exception {
        with("cache.time", "1ms");
        befriend(CLIENT, SENDER, ALICE);
        TestDatabase.age(Duration.ofDays(30));
        assertThat(greylist.reason(CLIENT, SENDER, ALICE)).isEqualTo("known");
        TestDatabase.age(Duration.ofDays(30));
        assertThat(greylist.reason(CLIENT, SENDER, ALICE)).isEqualTo("known");
        TestDatabase.age(Duration.ofDays(37));
        assertThat(greylist.answer(CLIENT, SENDER, ALICE)).isEqualTo(FIRST);
    }

    @Test
    void networkOfWhichEnoughTripletsPassedIsTrusted() throws Exception {
        for (int i = 0; i < 5; i++) {
            befriend(CLIENT, "s" + i + "@client.example", ALICE);
        }
        assertThat(greylist.reason(NEIGHBOUR, "new@client.example", "bob@postern.test"))
                .isEqualTo("trusted");
        assertThat(greylist.answer(FAR, "new@client.example", "bob@postern.test"))
                .isEqualTo(FIRST);
        assertThat(TestDatabase.rows("select passes from trusted")).containsExactly("5");
    }

    @Test
    void recipientsOfOneMailCountOnce() throws Exception {
        for (int i = 0; i < 5; i++) {
            greylist.attempt(CLIENT, SENDER, "r" + i + "@postern.test");
        }
        TestDatabase.age(Duration.ofSeconds(301));
        for (int i = 0; i < 5; i++) {
            assertThat(greylist.reason(CLIENT, SENDER, "r" + i + "@postern.test"))
                    .isEqualTo("passed");
        }
        assertThat(greylist.answer(CLIENT, "new@client.example", ALICE)).isEqualTo(FIRST);
        assertThat(TestDatabase.rows("select passes from trusted")).containsExactly("1");
    }

    @Test
    void whatAnOperatorGrantedEndsWhenItWasToEnd() throws Exception {
        with("cache.time", "1ms");
        TestDatabase.run("insert into trusted values"
                + " ('domain', 'client.example', 0, null, 'carol', now() + interval '36 days')");
        TestDatabase.age(Duration.ofDays(30));
        assertThat(greylist.reason(CLIENT, SENDER, ALICE)).isEqualTo("trusted");
        TestDatabase.age(Duration.ofDays(7));
        assertThat(greylist.answer(CLIENT, SENDER, ALICE)).isEqualTo(FIRST);
    }

    @Test
    void slowNameServerHoldsNobodyUpForLong() throws Exception {
        greylist.server.become(TestNameServer.SILENT);
        long start = System.nanoTime();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> answers = IntStream.range(0, 500)
                    .mapToObj(i -> threads.submit(() ->
                            greylist.answer("198.51." + i / 250 + "." + i % 250, "s" + i + "@client.example", ALICE)))
                    .toList();
            for (Future<String> answer : answers) {
                assertThat(answer.get()).isEqualTo(FIRST);
            }
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void fourAreNotEnough() throws Exception {
        for (int i = 0; i < 4; i++) {
            befriend(CLIENT, "s" + i + "@client.example", ALICE);
        }
        assertThat(greylist.answer(CLIENT, "new@client.example", ALICE)).isEqualTo(FIRST);
    }

    @Test
    void trustIsForgottenAndRenewedByUse() throws Exception {
        with("cache.time", "1ms", "auto-whitelist", "1");
        befriend(CLIENT, SENDER, ALICE);
        TestDatabase.age(Duration.ofDays(30));
        assertThat(greylist.reason(CLIENT, "b@client.example", ALICE)).isEqualTo("trusted");
        TestDatabase.age(Duration.ofDays(30));
        assertThat(greylist.reason(CLIENT, "c@client.example", ALICE)).isEqualTo("trusted");
        TestDatabase.age(Duration.ofDays(37));
        assertThat(greylist.answer(CLIENT, "d@client.example", ALICE)).isEqualTo(FIRST);
    }

    @Test
    void withoutAutoWhitelistNobodyIsTrusted() throws Exception {
        with("auto-whitelist", "0");
        for (int i = 0; i < 7; i++) {
            befriend(CLIENT, "s" + i + "@client.example", ALICE);
        }
        assertThat(greylist.answer(CLIENT, "new@client.example", ALICE)).isEqualTo(FIRST);
        assertThat(TestDatabase.rows("select * from trusted")).isEmpty();
    }

    @Test
    void hostsThatTakeTurnsAreKnownByTheirName() throws Exception {
        greylist.named(CLIENT, "mail-a1.sender.example").named(FAR, "mail-b2.sender.example");
        greylist.attempt(CLIENT, SENDER, ALICE);
        TestDatabase.age(Duration.ofSeconds(301));
        assertThat(greylist.reason(FAR, SENDER, ALICE)).isEqualTo("passed");
        assertThat(greylist.reason("192.0.2.1", SENDER, ALICE)).isEqualTo("first");
    }

    @Test
    void hostsThatTakeTurnsAreTrustedByTheirName() throws Exception {
        with("auto-whitelist", "2");
        greylist.named(CLIENT, "mail-a1.sender.example").named(FAR, "mail-b2.sender.example");
        befriend(CLIENT, "a@client.example", ALICE);
        befriend(FAR, "b@client.example", ALICE);
        greylist.named("192.0.2.1", "mail-c3.sender.example");
        assertThat(greylist.reason("192.0.2.1", "c@client.example", ALICE)).isEqualTo("trusted");
    }

    @Test
    void nameThatDoesNotLeadBackIsNoName() throws Exception {
        greylist.named(CLIENT, "mail-a1.sender.example");
        greylist.server.add("7.100.51.198.in-addr.arpa.", "PTR", "mail-a1.sender.example.");
        befriend(CLIENT, SENDER, ALICE);
        assertThat(greylist.reason(FAR, SENDER, ALICE)).isEqualTo("first");
    }

    @Test
    void neighboursInAProvidersPoolAreNotKnownByTheirName() throws Exception {
        greylist.named(CLIENT, "203-0-113-7.dyn.provider.example").named(FAR, "198-51-100-7.dyn.provider.example");
        befriend(CLIENT, SENDER, ALICE);
        assertThat(greylist.reason(FAR, SENDER, ALICE)).isEqualTo("first");
    }

    @Test
    void deadNameServerLeavesTheNetwork() throws Exception {
        with("names-deadline", "100ms");
        greylist.named(CLIENT, "mail-a1.sender.example");
        greylist.attempt(CLIENT, SENDER, ALICE);
        greylist.server.become(TestNameServer.SILENT);
        TestDatabase.age(Duration.ofSeconds(301));
        assertThat(greylist.reason(NEIGHBOUR, SENDER, ALICE)).isEqualTo("passed");
    }

    @Test
    void secondMailOfAListIsOfTheSameSender() throws Exception {
        befriend(CLIENT, "list-return-1-alice=postern.test@lists.example", ALICE);
        assertThat(greylist.answer(CLIENT, "list-return-2-alice=postern.test@lists.example", ALICE))
                .isEqualTo("PASS");
    }

    @ParameterizedTest
    @ValueSource(strings = {"postmaster@postern.test", "abuse@postern.test", "Postmaster@postern.test"})
    void whoIsAskedForHelpIsNeverGreylisted(String recipient) throws Exception {
        assertThat(greylist.reason(CLIENT, SENDER, recipient)).isEqualTo("exempt");
    }

    @Test
    void largeSenderIsNeverGreylistedUnlessTheListIsOff() throws Exception {
        greylist.named(CLIENT, "mail-wr1-f51.google.com");
        assertThat(greylist.reason(CLIENT, SENDER, ALICE)).isEqualTo("exempt");
        with("known-senders", "false");
        greylist.named(CLIENT, "mail-wr1-f51.google.com");
        assertThat(greylist.answer(CLIENT, SENDER, ALICE)).isEqualTo(FIRST);
    }

    @Test
    void ourUsersAreNeverGreylisted() throws Exception {
        RecipientOffered offer = new RecipientOffered(Surroundings.session(CLIENT, "alice"), SENDER, ALICE);
        assertThat(greylist.check.check(offer).outcome()).isEqualTo(Outcome.PASS);
        assertThat(TestDatabase.rows("select * from triplet")).isEmpty();
    }

    @Test
    void operatorsExemptionsCount(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("exempt.yaml");
        Files.writeString(file, "networks: [203.0.113.0/24]\nsenders: ['@shop.example']\n");
        with("exemptions-file", file.toString());
        assertThat(greylist.reason(CLIENT, SENDER, ALICE)).isEqualTo("exempt");
        assertThat(greylist.reason(FAR, "orders@shop.example", ALICE)).isEqualTo("exempt");
        assertThat(greylist.answer(FAR, SENDER, ALICE)).isEqualTo(FIRST);
    }

    @Test
    void knownTripletCostsNoQuery() throws Exception {
        befriend(CLIENT, SENDER, ALICE);
        TestDatabase.empty();
        assertThat(greylist.reason(CLIENT, SENDER, ALICE)).isEqualTo("known");
    }

    @Test
    void verdictSaysHowLongItTook() throws Exception {
        greylist.attempt(CLIENT, SENDER, ALICE);
        TestDatabase.age(Duration.ofSeconds(400));
        Finding passed = greylist.attempt(CLIENT, SENDER, ALICE);
        assertThat(passed.reasons().getFirst().detail()).containsEntry("seconds", "400");
        assertThat(greylist.meters.get("postern.greylist.delay").timer().max(TimeUnit.SECONDS))
                .isBetween(400.0, 402.0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0000", "\ud800", "a\u0000b@x.example", "%s'\"\\{},@x.example", "NULL"})
    void oddSenderIsNobodysProblem(String sender) throws Exception {
        assertThat(greylist.answer(CLIENT, sender, ALICE)).isEqualTo(FIRST);
        TestDatabase.age(Duration.ofSeconds(301));
        assertThat(greylist.answer(CLIENT, sender, ALICE)).isEqualTo("PASS");
    }
}
