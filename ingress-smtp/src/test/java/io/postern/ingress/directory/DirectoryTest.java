package io.postern.ingress.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.postern.contract.DomainListed;
import io.postern.contract.Golden;
import io.postern.contract.InvalidRecord;
import io.postern.contract.MailboxListed;
import io.postern.ingress.directory.Directory.Listing;
import java.util.Optional;
import org.junit.jupiter.api.Test;

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
}
