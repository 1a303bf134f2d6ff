package io.postern.delivery.custody;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.postern.contract.ContentChunk;
import io.postern.contract.MailApproved;
import io.postern.contract.MailApproved.Location;
import io.postern.contract.Topics;
import io.postern.delivery.SampleMail;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ContentReadingTest {

    private final List<Long> seeks = new ArrayList<>();
    private final Map<String, ByteArrayOutputStream> read = new HashMap<>();
    private final MockConsumer<String, byte[]> log = new MockConsumer<>("none") {
        @Override
        public synchronized void seek(TopicPartition partition, long offset) {
            seeks.add(offset);
            super.seek(partition, offset);
        }
    };

    @BeforeEach
    void twoPartitions() {
        log.updatePartitions(
                Topics.CONTENT,
                Stream.of(0, 1)
                        .map(p -> new PartitionInfo(Topics.CONTENT, p, Node.noNode(), new Node[0], new Node[0]))
                        .toList());
        logHolds(0, 2000);
    }

    @Test
    void contentsOfAllPartitionsAreReadInOneGo() throws Exception {
        SampleMail one = SampleMail.of("M1", "alice@postern.test").at(0, 10);
        SampleMail stranger = SampleMail.of("XX", "alice@postern.test").at(0, 11);
        SampleMail three = SampleMail.of("M3", "alice@postern.test").at(0, 12);
        SampleMail large = SampleMail.of("M2", "alice@postern.test")
                .content(numbers(1_200_000))
                .at(1, 20);
        nextPoll(one, stranger, three);
        nextPoll(large);

        read(three, large, one);

        assertThat(read).containsOnlyKeys("M1", "M2", "M3");
        assertThat(bytes("M1")).isEqualTo(one.content());
        assertThat(bytes("M2")).isEqualTo(large.content());
        assertThat(bytes("M3")).isEqualTo(three.content());
        assertThat(seeks).containsExactlyInAnyOrder(10L, 20L);
    }

    @Test
    void chunksOfTwoMailsMayAlternate() throws Exception {
        SampleMail one = SampleMail.of("M1", "alice@postern.test").content(numbers(600_000));
        SampleMail two = SampleMail.of("M2", "alice@postern.test").content(numbers(700_000));
        nextPoll(List.of(
                moved(one.chunks().get(0), 5),
                moved(two.chunks().get(0), 6),
                moved(one.chunks().get(1), 7),
                moved(two.chunks().get(1), 8)));

        reading(lying(one, 5, 7), lying(two, 6, 8)).run(Duration.ofSeconds(5));

        assertThat(bytes("M1")).isEqualTo(one.content());
        assertThat(bytes("M2")).isEqualTo(two.content());
    }

    @Test
    void largeGapIsJumpedOverSmallOneIsNot() throws Exception {
        SampleMail one = SampleMail.of("M1", "alice@postern.test").at(0, 10);
        SampleMail near = SampleMail.of("M2", "alice@postern.test").at(0, 200);
        SampleMail far = SampleMail.of("M3", "alice@postern.test").at(0, 1500);
        nextPoll(one, near);
        nextPoll(far);

        read(one, near, far);

        assertThat(seeks).containsExactly(10L, 1500L);
        assertThat(read).containsOnlyKeys("M1", "M2", "M3");
    }

    @Test
    void contentOtherThanReceivedIsLost() {
        SampleMail promised = SampleMail.of("M1", "alice@postern.test").content(numbers(4000));
        SampleMail otherBytes = promised.content(new byte[4000]);
        SampleMail shorter = promised.content(numbers(3999));
        nextPoll(otherBytes);
        assertThat(lost(promised)).containsOnlyKeys("M1");
        nextPoll(shorter);
        assertThat(lost(promised)).containsOnlyKeys("M1");
    }

    @Test
    void missingChunkIsLost() {
        SampleMail promised = SampleMail.of("M1", "alice@postern.test").content(numbers(1_200_000));
        nextPoll(List.of(promised.chunks().get(0), promised.chunks().get(2)));

        assertThat(lost(promised)).containsOnlyKeys("M1");
    }

    @Test
    void recordThatIsNoChunkIsLostButNotItsNeighbour() {
        SampleMail broken = SampleMail.of("M1", "alice@postern.test").at(0, 1);
        SampleMail whole = SampleMail.of("M2", "alice@postern.test").at(0, 2);
        nextPoll(List.of(
                new ConsumerRecord<>(Topics.CONTENT, 0, 1, "M1", new byte[9]),
                whole.chunks().getFirst()));

        assertThat(lost(broken, whole)).containsOnlyKeys("M1");
    }

    @Test
    void contentThatRetentionHasRemovedIsLost() {
        logHolds(100, 2000);

        Map<String, ?> lost = lost(SampleMail.of("M1", "alice@postern.test").at(0, 99));

        assertThat(lost.toString()).contains("M1", "gone", "100 to 1999");
    }

    @Test
    void contentOfAPartitionThatDoesNotExistIsLost() {

        assertThat(lost(SampleMail.of("M1", "alice@postern.test").at(7, 0))).containsOnlyKeys("M1");
    }

    @Test
    void contentThatIsOnlySlowIsNotLost() {
        SampleMail slow = SampleMail.of("M1", "alice@postern.test").at(0, 50);

        assertThatExceptionOfType(TimeoutException.class)
                .isThrownBy(() -> reading(slow.approved()).run(Duration.ofMillis(50)));
    }

    private void read(SampleMail... mails) throws Exception {
        reading(Arrays.stream(mails).map(SampleMail::approved).toArray(MailApproved[]::new))
                .run(Duration.ofSeconds(5));
    }

    private Map<String, ?> lost(SampleMail... mails) {
        MailApproved[] approved = Arrays.stream(mails).map(SampleMail::approved).toArray(MailApproved[]::new);
        return catchThrowableOfType(ContentLost.class, () -> reading(approved).run(Duration.ofMillis(300)))
                .causes();
    }

    private ContentReading reading(MailApproved... mails) {
        return new ContentReading(
                log,
                List.of(mails),
                (mailId, index, bytes) -> read.computeIfAbsent(mailId, id -> new ByteArrayOutputStream())
                        .writeBytes(bytes));
    }

    private byte[] bytes(String mailId) {
        return read.getOrDefault(mailId, new ByteArrayOutputStream()).toByteArray();
    }

    private void nextPoll(SampleMail... mails) {
        nextPoll(Arrays.stream(mails).flatMap(mail -> mail.chunks().stream()).toList());
    }

    private void nextPoll(List<ConsumerRecord<String, byte[]>> records) {
        log.schedulePollTask(() -> records.forEach(log::addRecord));
    }

    private void logHolds(long first, long end) {
        for (int partition : new int[] {0, 1}) {
            log.updateBeginningOffsets(Map.of(new TopicPartition(Topics.CONTENT, partition), first));
            log.updateEndOffsets(Map.of(new TopicPartition(Topics.CONTENT, partition), end));
        }
    }

    private static MailApproved lying(SampleMail mail, long first, long last) {
        MailApproved approved = mail.approved();
        return new MailApproved(
                approved.mail(), new Location(0, first, last), approved.disposition(), List.of(), List.of(), List.of());
    }

    private static ConsumerRecord<String, byte[]> moved(ConsumerRecord<String, byte[]> record, long offset) {
        return new ConsumerRecord<>(
                record.topic(),
                record.partition(),
                offset,
                record.timestamp(),
                record.timestampType(),
                0,
                0,
                record.key(),
                record.value(),
                record.headers(),
                record.leaderEpoch());
    }

    private static byte[] numbers(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (i * 31 + i / ContentChunk.MAX_BYTES);
        }
        return bytes;
    }
}
