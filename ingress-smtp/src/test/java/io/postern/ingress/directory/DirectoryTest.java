package io.postern.ingress.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.postern.contract.DomainListed;
import io.postern.contract.Golden;
import io.postern.contract.InvalidRecord;
import io.postern.contract.Json;
import io.postern.contract.MailboxListed;
import io.postern.ingress.directory.Directory.Listing;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DirectoryTest {

    private final Directory directory = new Directory("+", Optional.empty());

    @Test
    void goldenSamplesAreTakenOver() {
        assertThat(directory.known()).isFalse();
        directory.apply("mailbox/alice@postern.test", Golden.json(MailboxListed.class));
        assertThat(directory.known()).isFalse();
        directory.apply("domain/postern.test", Golden.json(DomainListed.class));
        assertThat(directory.known()).isTrue();
        assertThat(directory.find("Alice", "postern.test", 0).listing()).isEqualTo(Listing.LISTED);
        assertThat(directory.find("bob", "postern.test", 0).listing()).isEqualTo(Listing.UNKNOWN);
        assertThat(directory.find("alice", "else.test", 0).listing()).isEqualTo(Listing.FOREIGN);
    }

    @Test
    void tombstoneTakesTheEntryBack() {
        directory.apply("mailbox/alice@postern.test", Golden.json(MailboxListed.class));
        directory.apply("domain/postern.test", Golden.json(DomainListed.class));
        directory.apply("mailbox/alice@postern.test", null);
        assertThat(directory.find("alice", "postern.test", 0).listing()).isEqualTo(Listing.UNKNOWN);
        directory.apply("domain/postern.test", null);
        assertThat(directory.find("alice", "postern.test", 0).listing()).isEqualTo(Listing.FOREIGN);
    }

    @Test
    void strangeKeyIsInvalid() {
        assertThatThrownBy(() -> directory.apply("alias/x", null)).isInstanceOf(InvalidRecord.class);
    }

    @ParameterizedTest
    @CsvSource({
        "alice+lists, postern.test, alice@postern.test",
        "alice+, postern.test, alice@postern.test",
        "+alice, postern.test,",
        "bob+alice, postern.test,",
        "team+fixed, postern.test, team+fixed@postern.test",
        "postmaster, '', alice@postern.test",
        "Postmaster, postern.test, alice@postern.test",
        "postmaster, m\u00fcnchen.test, alice@postern.test",
        "j\u00dcRGEN, M\u00dcNCHEN.test, j\u00fcrgen@xn--mnchen-3ya.test",
        "ju\u0308rgen, xn--mnchen-3ya.test, j\u00fcrgen@xn--mnchen-3ya.test",
    })
    void addressIsFoundHoweverItIsWritten(String local, String domain, @Nullable String mailbox) {
        Directory directory = new Directory("+", Optional.of("alice@postern.test"));
        List<String> listed =
                List.of("alice@postern.test", "team+fixed@postern.test", "j\u00fcrgen@xn--mnchen-3ya.test");
        listed.forEach(address -> directory.apply("mailbox/" + address, room(address, null)));
        directory.apply("domain/postern.test", Golden.json(DomainListed.class));
        directory.apply("domain/xn--mnchen-3ya.test", Golden.json(DomainListed.class));
        assertThat(directory.find(local, domain, 0).mailbox()).isEqualTo(mailbox);
    }

    @Test
    void mailboxIsFullForWhatDoesNotFitIn() {
        directory.apply("domain/postern.test", Golden.json(DomainListed.class));
        directory.apply("mailbox/alice@postern.test", room("alice@postern.test", 1000L));
        assertThat(directory.find("alice", "postern.test", 1000).listing()).isEqualTo(Listing.LISTED);
        assertThat(directory.find("alice", "postern.test", 1001).listing()).isEqualTo(Listing.FULL);
        directory.apply("mailbox/alice@postern.test", room("alice@postern.test", 0L));
        assertThat(directory.find("alice", "postern.test", 0).listing()).isEqualTo(Listing.FULL);
    }

    @Test
    void addressesOfOneMailboxAreTheSame() {
        directory.apply("domain/postern.test", Golden.json(DomainListed.class));
        directory.apply("mailbox/alice@postern.test", room("alice@postern.test", null));
        assertThat(directory.same("alice@postern.test", "Alice+work@POSTERN.test"))
                .isTrue();
        assertThat(directory.same("alice@postern.test", "bob@postern.test")).isFalse();
        assertThat(directory.same("alice@else.test", "ALICE@else.test")).isTrue();
    }

    @Test
    void domainHasItsOwnDelimiters() {
        directory.apply("mailbox/alice@dash.test", room("alice@dash.test", null));
        directory.apply("mailbox/alice@plain.test", room("alice@plain.test", null));
        directory.apply("domain/dash.test", Json.write(new DomainListed("dash.test", "-=")));
        directory.apply("domain/plain.test", Json.write(new DomainListed("plain.test", "")));
        assertThat(directory.find("alice=x", "dash.test", 0).mailbox()).isEqualTo("alice@dash.test");
        assertThat(directory.find("alice+x", "dash.test", 0).listing()).isEqualTo(Listing.UNKNOWN);
        assertThat(directory.find("alice+x", "plain.test", 0).listing()).isEqualTo(Listing.UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource({
        "alice, postern.test, alice@postern.test",
        "alice+x, postern.test, alice@postern.test",
        "postmaster, postern.test, alice@postern.test",
        "anybody, postern.test, @postern.test",
        "anybody, plain.test,",
        "postmaster, '', alice@postern.test",
    })
    void whatADomainHasNoNameForIsCaughtLast(String local, String domain, @Nullable String mailbox) {
        Directory catching = new Directory("+", Optional.of("alice@postern.test"));
        catching.apply("mailbox/alice@postern.test", room("alice@postern.test", null));
        catching.apply("mailbox/@postern.test", room("@postern.test", null));
        catching.apply("domain/postern.test", Golden.json(DomainListed.class));
        catching.apply("domain/plain.test", Json.write(new DomainListed("plain.test")));
        assertThat(catching.find(local, domain, 0).mailbox()).isEqualTo(mailbox);
        assertThat(catching.same("one@postern.test", "other@postern.test")).isFalse();
    }

    private static byte[] room(String address, @Nullable Long room) {
        return Json.write(new MailboxListed(address, room));
    }
}
