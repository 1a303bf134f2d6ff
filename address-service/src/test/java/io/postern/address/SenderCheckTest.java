package io.postern.address;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.address.Surroundings.Fault;
import io.postern.check.Finding;
import io.postern.contract.Verdict.Outcome;
import io.postern.contract.Verdict.PeerReply;
import io.postern.contract.Verdict.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SenderCheckTest {

    private static final String DOMAIN = "client.example.";
    private static final String HOST = "mx.client.example.";

    private final Surroundings dns = new Surroundings();

    @AfterEach
    void close() {
        dns.close();
    }

    private Finding send() throws InterruptedException {
        return dns.send("sender@client.example");
    }

    private Reason reason() throws InterruptedException {
        Finding finding = send();
        assertThat(finding.reasons()).hasSize(1);
        assertThat(finding.outcome()).isEqualTo(Outcome.FAIL);
        return finding.reasons().getFirst();
    }

    private void assertError(Fault fault) throws InterruptedException {
        assertThat(send())
                .isEqualTo(Finding.of(List.of(new Reason(
                        "sender-error",
                        "the sender's domain could not be looked up",
                        Map.of("domain", "client.example", "cause", fault.name()),
                        0,
                        true,
                        new PeerReply(
                                550, "5.1.8", "Sender address rejected: cannot look up the domain client.example")))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"A 203.0.113.7", "AAAA 2001:db8::7"})
    void domainWithAMailHostPasses(String address) throws InterruptedException {
        String[] typeAndData = address.split(" ", 2);
        dns.with(DOMAIN, "MX", "10 " + HOST).with(HOST, typeAndData[0], typeAndData[1]);

        assertThat(send()).isEqualTo(Finding.pass());
    }

    /** RFC 5321 section 5.1. */
    @ParameterizedTest
    @ValueSource(strings = {"A 203.0.113.7", "AAAA 2001:db8::7"})
    void domainWithAnAddressIsItsOwnMailHost(String address) throws InterruptedException {
        String[] typeAndData = address.split(" ", 2);
        dns.with(DOMAIN, typeAndData[0], typeAndData[1]);

        assertThat(send()).isEqualTo(Finding.pass());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "postmaster", "sender@[203.0.113.7]", "sender@stra\u00dfe.example"})
    void withNothingToAskForNobodyIsAsked(String sender) throws InterruptedException {
        assertThat(dns.send(sender)).isEqualTo(Finding.pass());
        assertThat(dns.server.questions()).isZero();
    }

    /** RFC 7505. */
    @Test
    void domainThatTakesNoMailIsFound() throws InterruptedException {
        dns.with(DOMAIN, "MX", "0 .").with(DOMAIN, "A", "203.0.113.7");

        assertThat(reason())
                .isEqualTo(new Reason(
                        "sender-null-mx",
                        "the sender's domain takes no mail",
                        Map.of("domain", "client.example"),
                        5,
                        false,
                        new PeerReply(
                                550,
                                "5.7.27",
                                "Sender address rejected: Domain client.example does not accept mail (nullMX)")));
    }

    @Test
    void nullMxBesideAnotherIsNone() throws InterruptedException {
        dns.with(DOMAIN, "MX", "0 .").with(DOMAIN, "MX", "10 " + HOST).with(HOST, "A", "203.0.113.7");

        assertThat(send()).isEqualTo(Finding.pass());
    }

    @Test
    void domainThatDoesNotExistIsFound() throws InterruptedException {
        assertThat(reason())
                .isEqualTo(new Reason(
                        "sender-no-domain",
                        "the sender's domain does not exist",
                        Map.of("domain", "client.example"),
                        5,
                        false,
                        new PeerReply(550, "5.1.8", "Sender address rejected: Domain not found")));
    }

    @Test
    void domainThatCannotExistIsFoundWithoutAsking() throws InterruptedException {
        Reason reason =
                dns.send("sender@" + "\u4f8b".repeat(60) + ".example").reasons().getFirst();
        assertThat(reason.code()).isEqualTo("sender-no-domain");
        assertThat(reason.detail().get("domain")).isEqualTo("?".repeat(60) + ".example");
        assertThat(dns.server.questions()).isZero();
    }

    @Test
    void domainInAnotherScriptIsAskedForInAscii() throws InterruptedException {
        dns.with("xn--bcher-kva.example.", "MX", "0 .");

        assertThat(dns.send("sender@b\u00fccher.example").reasons().getFirst().detail())
                .containsEntry("domain", "xn--bcher-kva.example");
    }

    @Test
    void domainWithNeitherMailHostNorAddressIsFound() throws InterruptedException {
        dns.with(DOMAIN, "TXT", "v=spf1 -all");

        Reason reason = reason();
        assertThat(reason.code()).isEqualTo("sender-no-mail-host");
        assertThat(reason.score()).isEqualTo(4);
        assertThat(reason.reply())
                .isEqualTo(
                        new PeerReply(550, "5.1.8", "Sender address rejected: Domain client.example has no mail host"));
    }

    @Test
    void mailHostsThatDoNotExistAreNone() throws InterruptedException {
        dns.with(DOMAIN, "MX", "20 b.client.example.").with(DOMAIN, "MX", "10 a.client.example.");
        dns.with("b.client.example.", "TXT", "no address").with(DOMAIN, "A", "203.0.113.7");

        Reason reason = reason();
        assertThat(reason.code()).isEqualTo("sender-no-mail-host");
        assertThat(reason.detail())
                .isEqualTo(Map.of("domain", "client.example", "mx", "a.client.example,b.client.example"));
    }

    @Test
    void oneMailHostThatExistsIsEnough() throws InterruptedException {
        dns.with(DOMAIN, "MX", "10 none.client.example.").with(DOMAIN, "MX", "20 " + HOST);
        dns.with(HOST, "A", "203.0.113.7");

        assertThat(send()).isEqualTo(Finding.pass());
    }

    @Test
    void ofManyMailHostsOnlySomeAreAskedForAndOfTheOthersNothingIsSaid() throws InterruptedException {
        for (int i = 10; i < 30; i++) {
            dns.with(DOMAIN, "MX", i + " mx" + i + ".client.example.");
        }

        assertThat(send()).isEqualTo(Finding.pass());
        assertThat(dns.server.questions()).isLessThanOrEqualTo(2 + 2 * SenderCheck.MOST_HOSTS); // once more over TCP
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void failedLookUpOfMxIsNoFinding(Fault fault) throws InterruptedException {
        dns.fail(DOMAIN, "MX", fault);

        assertError(fault);
    }

    @ParameterizedTest
    @CsvSource({"SERVFAIL, A", "REFUSED, A", "TIMEOUT, A", "SERVFAIL, AAAA", "REFUSED, AAAA", "TIMEOUT, AAAA"})
    void failedLookUpOfAnAddressIsNoFinding(Fault fault, String type) throws InterruptedException {
        dns.with(DOMAIN, "TXT", "v=spf1 -all");
        dns.fail(DOMAIN, type, fault);

        assertError(fault);
    }

    @ParameterizedTest
    @CsvSource({"SERVFAIL, A", "REFUSED, A", "TIMEOUT, A", "SERVFAIL, AAAA", "REFUSED, AAAA", "TIMEOUT, AAAA"})
    void failedLookUpOfAMailHostIsNoFinding(Fault fault, String type) throws InterruptedException {
        dns.with(DOMAIN, "MX", "10 " + HOST).with(DOMAIN, "MX", "20 none.client.example.");
        dns.with(HOST, "TXT", "no address");
        dns.fail(HOST, type, fault);

        assertError(fault);
    }

    @Test
    void silenceOfOneMailHostIsNotWaitedForIfAnotherExists() throws InterruptedException {
        try (Surroundings patient = new Surroundings(Duration.ofSeconds(30), "deadline", "30s")) {
            patient.with(DOMAIN, "MX", "10 none.client.example.").with(DOMAIN, "MX", "20 " + HOST);
            patient.with(HOST, "A", "203.0.113.7").fail("none.client.example.", "A", Fault.TIMEOUT);
            long start = System.nanoTime();

            assertThat(patient.send("sender@client.example")).isEqualTo(Finding.pass());
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
        }
    }
}
