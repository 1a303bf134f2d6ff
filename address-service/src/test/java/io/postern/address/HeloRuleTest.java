package io.postern.address;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.address.Surroundings.Fault;
import io.postern.check.Finding;
import io.postern.contract.Verdict.Outcome;
import io.postern.contract.Verdict.PeerReply;
import io.postern.contract.Verdict.Reason;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The HELO name of a client whose own name is as it should be: {@code mx.client.example}. */
class HeloRuleTest {

    private static final String IP = "203.0.113.7";
    private static final String POINTER = "7.113.0.203.in-addr.arpa.";

    private final Surroundings dns =
            new Surroundings("our-names", "gateway.postern.test,postern.test,192.0.2.1,2001:db8::1");

    @BeforeEach
    void nameTheClient() {
        dns.with(POINTER, "PTR", "mx.client.example.").with("mx.client.example.", "A", IP);
    }

    @AfterEach
    void close() {
        dns.close();
    }

    private Finding greet(String helo) throws InterruptedException {
        return dns.greet(IP, helo);
    }

    private List<String> codes(String helo) throws InterruptedException {
        return greet(helo).reasons().stream().map(Reason::code).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"mx.client.example", "MX.Client.EXAMPLE", "[203.0.113.7]", "[IPv6:::ffff:203.0.113.7]"})
    void ownNameAndOwnAddressPass(String helo) throws InterruptedException {
        assertThat(greet(helo)).isEqualTo(Finding.pass());
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "1.2.3.4", "[1.2.3]", "a..b", "q\r\n250 ok"})
    void whatIsNeitherNameNorLiteralIsInvalid(String helo) throws InterruptedException {
        Finding finding = greet(helo);
        assertThat(finding.score()).isEqualTo(2);
        assertThat(finding.reasons())
                .containsExactly(new Reason(
                        "helo-invalid",
                        "the HELO name is neither a host name with a domain nor an address literal",
                        Map.of("address", IP, "helo", helo.replaceAll("[^!-~]", "?")),
                        2,
                        false,
                        new PeerReply(
                                550,
                                "5.5.2",
                                "Helo command rejected: need a fully qualified host name or an address literal")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mx.postern.test",
                "MX.postern.TEST",
                "gateway.postern.test",
                "postern.test",
                "[192.0.2.1]",
                "[IPv6:2001:DB8:0::1]"
            })
    void ourNameIsNotTheirs(String helo) throws InterruptedException {
        Finding finding = greet(helo);
        assertThat(finding.score()).isEqualTo(5);
        assertThat(finding.reasons()).extracting(Reason::code).containsExactly("helo-ours");
        assertThat(finding.reasons().getFirst().reply())
                .isEqualTo(new PeerReply(550, "5.7.1", "Helo command rejected: " + helo + " is not you"));
    }

    @Test
    void nameBelowOursIsNotOurs() throws InterruptedException {
        dns.with("other.postern.test.", "A", IP);

        assertThat(greet("other.postern.test")).isEqualTo(Finding.pass());
    }

    @ParameterizedTest
    @CsvSource({"[203.0.113.8]", "[IPv6:2001:db8::7]"})
    void literalOfAnotherAddressIsAMismatch(String helo) throws InterruptedException {
        Reason reason = greet(helo).reasons().getFirst();
        assertThat(reason.code()).isEqualTo("helo-literal-mismatch");
        assertThat(reason.score()).isEqualTo(2);
        assertThat(reason.reply())
                .isEqualTo(new PeerReply(550, "5.7.1", "Helo command rejected: " + helo + " is not your address"));
    }

    @Test
    void hostThatDoesNotExistIsUnresolvable() throws InterruptedException {
        Reason reason = greet("none.client.example").reasons().getFirst();
        assertThat(reason.code()).isEqualTo("helo-unresolvable");
        assertThat(reason.score()).isEqualTo(2);
        assertThat(reason.detail()).isEqualTo(Map.of("address", IP, "helo", "none.client.example"));
        assertThat(reason.reply())
                .isEqualTo(new PeerReply(550, "5.7.1", "Helo command rejected: Host none.client.example not found"));
    }

    @Test
    void nameWithNeitherAddressNorMailHostIsUnresolvable() throws InterruptedException {
        dns.with("text.client.example.", "TXT", "hello");

        assertThat(codes("text.client.example")).containsExactly("helo-unresolvable");
    }

    @Test
    void nameThatOnlyTakesMailIsResolvable() throws InterruptedException {
        dns.with("mail.client.example.", "MX", "10 mx.client.example.");

        assertThat(greet("mail.client.example")).isEqualTo(Finding.pass());
    }

    @Test
    void nameThatLeadsToTheClientIsConsistent() throws InterruptedException {
        dns.with("mail.elsewhere.example.", "A", "203.0.113.8").with("mail.elsewhere.example.", "A", IP);

        assertThat(greet("mail.elsewhere.example")).isEqualTo(Finding.pass());
    }

    @Test
    void nameOfTheSameHouseIsConsistent() throws InterruptedException {
        dns.with("smtp.client.example.", "A", "203.0.113.8");

        assertThat(greet("smtp.client.example")).isEqualTo(Finding.pass());
    }

    @Test
    void nameOfAnotherHostIsInconsistent() throws InterruptedException {
        dns.with("mail.elsewhere.example.", "A", "203.0.113.8");

        Reason reason = greet("mail.elsewhere.example").reasons().getFirst();
        assertThat(reason.code()).isEqualTo("helo-inconsistent");
        assertThat(reason.score()).isEqualTo(0.5);
        assertThat(reason.reply())
                .isEqualTo(new PeerReply(
                        550, "5.7.1", "Helo command rejected: mail.elsewhere.example does not belong to your address"));
    }

    @Test
    void nameThatNobodyConfirmedIsNoProofOfTheHouse() throws InterruptedException {
        dns.with("8.113.0.203.in-addr.arpa.", "PTR", "mx.client.example.");
        dns.with("smtp.client.example.", "A", "203.0.113.9");

        assertThat(dns.greet("203.0.113.8", "smtp.client.example").reasons())
                .extracting(Reason::code)
                .containsExactly("reverse-unconfirmed", "helo-inconsistent");
    }

    @Test
    void clientOverIpv6MayHaveANameWithBothAddresses() throws InterruptedException {
        String pointer = "7.0.0.0." + "0.0.0.0.".repeat(5) + "8.b.d.0.1.0.0.2.ip6.arpa.";
        dns.with(pointer, "PTR", "mx.client.example.").with("mx.client.example.", "AAAA", "2001:db8::7");

        assertThat(dns.greet("2001:db8::7", "mx.client.example")).isEqualTo(Finding.pass());
        assertThat(dns.greet("2001:db8::7", "[IPv6:2001:db8:0:0::7]")).isEqualTo(Finding.pass());
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void failedLookUpIsNoFinding(Fault fault) throws InterruptedException {
        for (String type : List.of("A", "AAAA", "MX")) {
            dns.with("none" + type + ".client.example.", "TXT", "no address");
            dns.fail("none" + type + ".client.example.", type, fault);

            Finding finding = greet("none" + type + ".client.example");
            assertThat(finding.outcome()).as(type).isEqualTo(Outcome.ERROR);
            assertThat(finding.score()).isZero();
            assertThat(finding.reasons())
                    .containsExactly(new Reason(
                            "helo-error",
                            "the HELO name could not be looked up",
                            Map.of("address", IP, "helo", "none" + type + ".client.example", "cause", fault.name()),
                            0,
                            true,
                            new PeerReply(
                                    550,
                                    "5.7.1",
                                    "Helo command rejected: cannot look up none" + type + ".client.example")));
        }
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void failureOfOneFamilyDoesNotMatterIfTheOtherIsFound(Fault fault) throws InterruptedException {
        dns.with("mail.elsewhere.example.", "A", IP);
        dns.fail("mail.elsewhere.example.", "AAAA", fault);

        assertThat(greet("mail.elsewhere.example")).isEqualTo(Finding.pass());
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void ifNotAllAddressesAreKnownNothingIsInconsistent(Fault fault) throws InterruptedException {
        dns.with("mail.elsewhere.example.", "AAAA", "2001:db8::7");
        dns.fail("mail.elsewhere.example.", "A", fault);

        assertThat(greet("mail.elsewhere.example")).isEqualTo(Finding.pass());
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void ifTheClientsNameIsNotKnownNothingIsInconsistent(Fault fault) throws InterruptedException {
        dns.with("mail.elsewhere.example.", "A", "203.0.113.8");
        dns.fail(POINTER, "PTR", fault);

        assertThat(codes("mail.elsewhere.example")).containsExactly("reverse-error");
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void whatIsKnownOfTheClientIsFoundAlsoIfTheHeloNameCannotBeLookedUp(Fault fault) throws InterruptedException {
        dns.fail("mail.elsewhere.example.", "A", fault);

        Finding finding = dns.greet("203.0.113.8", "mail.elsewhere.example");
        assertThat(finding.outcome()).isEqualTo(Outcome.FAIL);
        assertThat(finding.score()).isEqualTo(3);
        assertThat(finding.reasons()).extracting(Reason::code).containsExactly("no-reverse", "helo-error");
    }
}
