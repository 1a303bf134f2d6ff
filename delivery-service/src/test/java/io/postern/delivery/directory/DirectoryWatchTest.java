package io.postern.delivery.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import io.postern.contract.Json;
import io.postern.contract.MailboxListed;
import io.postern.contract.Publisher;
import io.postern.contract.Topics;
import io.postern.delivery.DeliverySettings;
import io.postern.delivery.FakeKafka;
import io.postern.delivery.TestSettings;
import io.postern.delivery.file.InvalidFile;
import io.postern.delivery.mailbox.Maildir;
import io.postern.delivery.mailbox.Quota;
import io.postern.delivery.mailbox.TagFolders;
import io.postern.delivery.mailbox.Usage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryWatchTest {

    @TempDir
    private Path folder;

    private final MockProducer<String, byte[]> sent = FakeKafka.producer();
    private final FakeEntries entries = new FakeEntries();
    private final Rooms rooms = new Rooms(new FakeRooms().withoutTurns(), new Maildir(Path.of("nowhere")));
    private int writes;
    private boolean brokerDown;

    @BeforeEach
    void aliceHasAMailbox() throws IOException {
        write("domains: {postern.test: {mailboxes: [alice]}}");
    }

    @Test
    void directoryIsInForceAtOnceAndPublishedWhenTheBrokerIsThere() {
        brokerDown = true;
        DirectoryWatch watch = watch();
        watch.look();

        assertThat(watch.current().lists("alice@postern.test")).isTrue();
        assertThat(watch.published()).isFalse();

        brokerDown = false;
        watch.look();
        assertThat(watch.published()).isTrue();
        assertThat(sent.history())
                .extracting(ProducerRecord::key)
                .containsExactly("mailbox/alice@postern.test", "domain/postern.test");
    }

    @Test
    void changedFileIsPublished() throws IOException {
        DirectoryWatch watch = watch();
        watch.look();
        sent.clear();

        write("domains: {postern.test: {mailboxes: [alice, bob]}}");
        watch.look();

        assertThat(watch.current().lists("bob@postern.test")).isTrue();
        assertThat(sent.history()).extracting(ProducerRecord::key).contains("mailbox/bob@postern.test");
    }

    @Test
    void whatOperatorsAddIsInForceBesideTheFileWhichCounts() {
        DirectoryWatch watch = watch();
        entries.are(Directory.EMPTY
                .with("new.test", Domain.USUAL)
                .with("dave@new.test", (Quota) null)
                .with("postern.test", new Domain(null, "-", TagFolders.NONE, null))
                .with("alice@postern.test", List.of("dave@new.test"))
                .with("lost@gone.test", (Quota) null));

        watch.look();

        assertThat(watch.current().mailboxes()).containsExactly("alice@postern.test", "dave@new.test");
        assertThat(watch.current().aliases()).isEmpty();
        assertThat(watch.current().settings()).containsEntry("postern.test", Domain.USUAL);
        assertThat(sent.history())
                .extracting(ProducerRecord::key)
                .contains("mailbox/dave@new.test", "domain/new.test")
                .doesNotContain("mailbox/lost@gone.test");
    }

    @Test
    void fileIsInForceAndPublishedWhileTheDatabaseIsAway() throws IOException {
        DirectoryWatch watch = watch();
        watch.look();
        entries.away();
        write("domains: {postern.test: {mailboxes: [alice, bob]}}");

        watch.look();

        assertThat(watch.current().lists("bob@postern.test")).isTrue();
        assertThat(sent.history()).extracting(ProducerRecord::key).contains("mailbox/bob@postern.test");
    }

    @Test
    void nothingIsPublishedBeforeTheRoomInMailboxesIsKnown() {
        entries.away();
        DirectoryWatch watch = watch();

        watch.look();

        assertThat(watch.published()).isFalse();
        assertThat(sent.history()).isEmpty();
    }

    @Test
    void changeThatLeadsToNobodyIsRefused() {
        DirectoryWatch watch = watch();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> watch.change(before -> before.with("x@postern.test", List.of("y@postern.test"))))
                .withMessageContaining("x@postern.test would lead to nobody");
    }

    @Test
    void roomIsPublishedWhenAMailboxFills() throws IOException {
        write("domains: {postern.test: {mailboxes: [alice], quota: {mails: 1}, aliases: {info: alice}}}");
        DirectoryWatch watch = watch();
        watch.look();
        sent.clear();

        rooms.used(watch.current().box("alice@postern.test", "alice@postern.test"), new Usage(10, 1));
        watch.look();

        assertThat(sent.history())
                .extracting(
                        ProducerRecord::key,
                        record -> Json.read(record.value(), MailboxListed.class).room())
                .containsExactly(tuple("mailbox/alice@postern.test", 0L), tuple("mailbox/info@postern.test", 0L));
    }

    @Test
    void unchangedFileIsPublishedOnce() {
        DirectoryWatch watch = watch();
        watch.look();
        sent.clear();

        watch.look();

        assertThat(sent.history()).isEmpty();
    }

    @Test
    void mistakeLeavesTheLastGoodOneInForce() throws IOException {
        DirectoryWatch watch = watch();

        write("domains: {postern.test: {mailboxes: [alice, alice]}}");
        watch.look();

        assertThat(watch.current().lists("alice@postern.test")).isTrue();
    }

    @Test
    void mistakeAtTheStartStopsTheStart() throws IOException {
        write("domains: nobody");

        assertThatExceptionOfType(InvalidFile.class).isThrownBy(this::watch);
    }

    private DirectoryWatch watch() {
        DeliverySettings settings = TestSettings.of(Map.of("postern.delivery.directory-file", file().toString()));
        return new DirectoryWatch(settings, entries, rooms, new DirectoryTopic(this::reader, new Publisher(sent)));
    }

    private Path file() {
        return folder.resolve("directory.yaml");
    }

    /** Each write a second after the last: a test is faster than the clock of some file systems. */
    private void write(String text) throws IOException {
        Files.writeString(file(), text);
        Files.setLastModifiedTime(file(), FileTime.fromMillis(1000L * ++writes));
    }

    /** An empty topic. */
    private Consumer<String, byte[]> reader() {
        if (brokerDown) {
            throw new TimeoutException("no broker");
        }
        MockConsumer<String, byte[]> reader = new MockConsumer<>("none");
        reader.updatePartitions(
                Topics.DIRECTORY,
                List.of(new PartitionInfo(Topics.DIRECTORY, 0, Node.noNode(), new Node[0], new Node[0])));
        TopicPartition partition = new TopicPartition(Topics.DIRECTORY, 0);
        reader.updateBeginningOffsets(Map.of(partition, 0L));
        reader.updateEndOffsets(Map.of(partition, 0L));
        return reader;
    }
}
