package io.postern.delivery.directory;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.contract.MailboxListed;
import io.postern.delivery.mailbox.Box;
import io.postern.delivery.mailbox.Maildir;
import io.postern.delivery.mailbox.Quota;
import io.postern.delivery.mailbox.TagFolders;
import io.postern.delivery.mailbox.Usage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoomsTest {

    private static final String ALICE = "alice@a.test";
    private static final Quota QUOTA = new Quota(1_000_000, 0);
    private static final Directory DIRECTORY = new Directory(
            Map.of("a.test", Domain.USUAL),
            Set.of(ALICE, "bob@a.test"),
            Map.of(ALICE, QUOTA),
            Map.of(
                    "info@a.test", List.of("help@a.test"),
                    "help@a.test", List.of("alice+help@a.test"),
                    "@a.test", List.of(ALICE),
                    "both@a.test", List.of(ALICE, "bob@a.test"),
                    "away@a.test", List.of("alice@else.test")));

    @TempDir
    private Path root;

    private final Maildir maildir = new Maildir(Path.of("nowhere"));
    private final Rooms rooms = new Rooms(new FakeRooms().withoutTurns(), maildir);

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-5, 0",
        "1, 65536",
        "65536, 65536",
        "65537, 131072",
        "1000000, 1048576",
        "9223372036854775807, 9223372036854775807"
    })
    void roomIsToldInPowersOfTwoAndNeverLessThanThereIs(long room, long told) {
        assertThat(Rooms.rounded(room)).isEqualTo(told);
    }

    @Test
    void fillingIsToldWhenItHalvesTheRoom() throws Exception {
        assertThat(used(0)).containsExactly(ALICE);
        assertThat(rooms.of(ALICE)).isEqualTo(1_048_576L * 2);
        assertThat(used(10_000)).isEmpty();
        assertThat(used(100_000)).containsExactly(ALICE);
        assertThat(used(200_000)).isEmpty();
        assertThat(used(1_000_000)).containsExactly(ALICE);
        assertThat(rooms.of(ALICE)).isZero();
        assertThat(rooms.full(ALICE)).isTrue();
        assertThat(used(0)).as("room is back").containsExactly(ALICE);
        assertThat(rooms.full(ALICE)).isFalse();
    }

    @Test
    void namesThatLeadToOneMailboxAloneHaveItsRoom() throws Exception {
        used(1_000_000);

        assertThat(new Listings(DIRECTORY, rooms::of).of(Set.of(ALICE)).values())
                .extracting(listed -> ((MailboxListed) listed).address())
                .containsExactlyInAnyOrder(ALICE, "info@a.test", "help@a.test", "@a.test");
        assertThat(new Listings(DIRECTORY, rooms::of).all())
                .containsEntry("mailbox/info@a.test", new MailboxListed("info@a.test", 0L))
                .containsEntry("mailbox/@a.test", new MailboxListed("@a.test", 0L))
                .containsEntry("mailbox/both@a.test", new MailboxListed("both@a.test", null))
                .containsEntry("mailbox/away@a.test", new MailboxListed("away@a.test", null))
                .containsEntry("mailbox/bob@a.test", new MailboxListed("bob@a.test", null));
    }

    @Test
    void whatAReaderRemovesIsNoticed() throws Exception {
        Rooms looking = new Rooms(new FakeRooms(), new Maildir(root));
        Path cur = Files.createDirectories(root.resolve("a.test/alice/Maildir/cur"));
        Path mail = cur.resolve("1.host,S=1000000:2,S");
        Files.createDirectories(root.resolve("a.test/alice/Maildir/tmp"));
        Files.writeString(mail, "");
        looking.look(DIRECTORY);
        assertThat(looking.full(ALICE)).isTrue();

        Files.delete(mail);
        // A test is faster than the clock of some file systems.
        Files.setLastModifiedTime(
                root.resolve("a.test/alice/Maildir/maildirsize"),
                FileTime.from(Instant.now().minus(Duration.ofMinutes(1))));

        assertThat(looking.look(DIRECTORY)).containsExactly(ALICE);
        assertThat(looking.full(ALICE)).isFalse();
    }

    @Test
    void mailboxWithoutQuotaHasNoLimit() throws Exception {
        used(1_000_000);
        rooms.look(new Directory(Set.of("a.test"), Set.of(ALICE)));

        assertThat(rooms.of(ALICE)).isNull();
    }

    private Set<String> used(long bytes) throws Exception {
        rooms.used(new Box(ALICE, "", TagFolders.NONE, QUOTA), new Usage(bytes, 1));
        return rooms.look(DIRECTORY);
    }
}
