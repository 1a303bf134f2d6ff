package io.postern.address;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.address.Surroundings.Fault;
import io.postern.check.Finding;
import io.postern.check.client.ReverseNames;
import io.postern.contract.Verdict.Outcome;
import io.postern.contract.Verdict.PeerReply;
import io.postern.contract.Verdict.Reason;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The client's names. Its HELO name is the literal of its address, with which nothing is wrong. */
class ReverseTest {

    private static final String IP = "203.0.113.7";
    private static final String POINTER = "7.113.0.203.in-addr.arpa.";
    private static final String IP6 = "2001:db8::7";
    private static final String POINTER6 = "7.0.0.0." + "0.0.0.0.".repeat(5) + "8.b.d.0.1.0.0.2.ip6.arpa.";

    private final Surroundings dns = new Surroundings();

    @AfterEach
    void close() {
        dns.close();
    }

    private Finding greet() throws InterruptedException {
        return dns.greet(IP, "[" + IP + "]");
    }

    private Finding greet6() throws InterruptedException {
        return dns.greet(IP6, "[IPv6:" + IP6 + "]");
    }

    @Test
    void nameThatLeadsBackPasses() throws InterruptedException {
        dns.with(POINTER, "PTR", "mx.client.example.").with("mx.client.example.", "A", IP);

        assertThat(greet()).isEqualTo(Finding.pass());
    }

    @Test
    void noSuchNameIsFound() throws InterruptedException {
        assertThat(greet())
                .isEqualTo(Finding.of(List.of(new Reason(
                        "no-reverse",
                        "the client's address has no name",
                        Map.of("address", IP),
                        3,
                        false,
                        new PeerReply(
                                550,
                                "5.7.25",
                                "Client host [203.0.113.7] rejected: cannot find your reverse hostname")))));
    }

    @Test
    void nameWithoutPointerIsFound() throws InterruptedException {
        dns.with(POINTER, "TXT", "nobody");

        assertThat(greet().reasons()).extracting(Reason::code).containsExactly("no-reverse");
    }

    @Test
    void nameThatLeadsElsewhereIsUnconfirmed() throws InterruptedException {
        dns.with(POINTER, "PTR", "mx.client.example.").with("mx.client.example.", "A", "203.0.113.8");

        Finding finding = greet();
        assertThat(finding.outcome()).isEqualTo(Outcome.FAIL);
        assertThat(finding.score()).isEqualTo(2);
        assertThat(finding.reasons())
                .containsExactly(new Reason(
                        "reverse-unconfirmed",
                        "no name of the client's address leads back to it",
                        Map.of("address", IP, "name", "mx.client.example"),
                        2,
                        false,
                        new PeerReply(
                                550,
                                "5.7.25",
                                "Client host [203.0.113.7] rejected: your reverse hostname does not lead back to your"
                                        + " address")));
    }

    @Test
    void nameThatDoesNotExistOrHasNoAddressIsUnconfirmed() throws InterruptedException {
        dns.with(POINTER, "PTR", "none.client.example.").with(POINTER, "PTR", "mail.client.example.");
        dns.with("mail.client.example.", "MX", "0 mail.client.example.");

        assertThat(greet().reasons()).extracting(Reason::code).containsExactly("reverse-unconfirmed");
    }

    @Test
    void oneNameOfSeveralThatLeadsBackIsEnough() throws InterruptedException {
        dns.with(POINTER, "PTR", "a.client.example.").with(POINTER, "PTR", "b.client.example.");
        dns.with("b.client.example.", "A", "203.0.113.8").with("b.client.example.", "A", IP);

        assertThat(greet()).isEqualTo(Finding.pass());
    }

    @Test
    void pointerBehindAnAliasIsFollowed() throws InterruptedException {
        dns.with(POINTER, "CNAME", "7.0-63.113.0.203.in-addr.arpa.")
                .with("7.0-63.113.0.203.in-addr.arpa.", "PTR", "mx.client.example.")
                .with("mx.client.example.", "A", IP);

        assertThat(greet()).isEqualTo(Finding.pass());
    }

    @Test
    void ofHundredsOfNamesOnlySomeAreAskedFor() throws InterruptedException {
        for (int i = 100; i < 160; i++) {
            dns.with(POINTER, "PTR", "n" + i + ".example.");
        }

        Finding finding = greet();
        assertThat(finding.reasons()).extracting(Reason::code).containsExactly("reverse-unconfirmed");
        assertThat(dns.server.questions()).isLessThanOrEqualTo(2 + ReverseNames.MOST); // and once more over TCP
        assertThat(finding.reasons().getFirst().detail().get("name")).startsWith("n100.example,n101.example");
    }

    @Test
    void genericNameIsFound() throws InterruptedException {
        dns.with(POINTER, "PTR", "203-0-113-7.dyn.client.example.").with("203-0-113-7.dyn.client.example.", "A", IP);

        Reason reason = greet().reasons().getFirst();
        assertThat(reason.code()).isEqualTo("reverse-generic");
        assertThat(reason.score()).isEqualTo(1.5);
        assertThat(reason.detail())
                .isEqualTo(Map.of("address", IP, "name", "203-0-113-7.dyn.client.example", "signs", "address,dyn"));
        assertThat(reason.reply())
                .isEqualTo(new PeerReply(
                        550, "5.7.25", "Client host [203.0.113.7] rejected: your reverse hostname looks generic"));
    }

    @Test
    void goodNameBesideAGenericOneIsEnough() throws InterruptedException {
        dns.with(POINTER, "PTR", "203-0-113-7.dyn.client.example.").with("203-0-113-7.dyn.client.example.", "A", IP);
        dns.with(POINTER, "PTR", "mx.client.example.").with("mx.client.example.", "A", IP);

        assertThat(greet()).isEqualTo(Finding.pass());
    }

    @Test
    void clientOverIpv6IsAskedForByItsNibbles() throws InterruptedException {
        dns.with(POINTER6, "PTR", "mx.client.example.").with("mx.client.example.", "AAAA", IP6);

        assertThat(greet6()).isEqualTo(Finding.pass());
    }

    @Test
    void addressOfTheOtherFamilyDoesNotConfirm() throws InterruptedException {
        dns.with(POINTER6, "PTR", "mx.client.example.").with("mx.client.example.", "A", IP);

        assertThat(greet6().reasons()).extracting(Reason::code).containsExactly("reverse-unconfirmed");
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void failedLookUpOfTheNameIsNoFinding(Fault fault) throws InterruptedException {
        dns.with(POINTER, "PTR", "mx.client.example.").with("mx.client.example.", "A", IP);
        dns.fail(POINTER, "PTR", fault);

        Finding finding = greet();
        assertThat(finding.outcome()).isEqualTo(Outcome.ERROR);
        assertThat(finding.score()).isZero();
        assertThat(finding.reasons())
                .containsExactly(new Reason(
                        "reverse-error",
                        "the client's name could not be looked up",
                        Map.of("address", IP, "cause", fault.name()),
                        0,
                        true,
                        new PeerReply(
                                550,
                                "5.7.25",
                                "Client host [203.0.113.7] rejected: cannot look up your reverse hostname")));
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void failedLookUpOfItsAddressIsNoFinding(Fault fault) throws InterruptedException {
        dns.with(POINTER, "PTR", "mx.client.example.");
        dns.with(POINTER, "PTR", "other.client.example.").with("other.client.example.", "A", "203.0.113.8");
        dns.fail("mx.client.example.", "A", fault);

        Finding finding = greet();
        assertThat(finding.outcome()).isEqualTo(Outcome.ERROR);
        assertThat(finding.reasons()).extracting(Reason::code).containsExactly("reverse-error");
        assertThat(finding.reasons().getFirst().detail()).containsEntry("cause", fault.name());
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void failureOfOneNameDoesNotMatterIfAnotherLeadsBack(Fault fault) throws InterruptedException {
        dns.with(POINTER, "PTR", "a.client.example.").with(POINTER, "PTR", "b.client.example.");
        dns.with("b.client.example.", "A", IP).fail("a.client.example.", "A", fault);

        assertThat(greet()).isEqualTo(Finding.pass());
    }

    @Test
    void loopOfAliasesIsNoFinding() throws InterruptedException {
        dns.with(POINTER, "CNAME", "a.test.").with("a.test.", "CNAME", POINTER);

        assertThat(greet().reasons().getFirst().detail()).containsEntry("cause", "MALFORMED");
    }

    @Test
    void nameThatLooksLikeAReplyIsShownHarmless() throws InterruptedException {
        dns.with(POINTER, "PTR", "a\\013\\010250\\032ok\\255." + "x".repeat(63) + ".example.");

        Reason reason = greet().reasons().getFirst();
        assertThat(reason.code()).isEqualTo("reverse-unconfirmed");
        assertThat(reason.detail().get("name")).matches("[!-~]{1,253}");
    }
}
