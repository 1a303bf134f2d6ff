package io.postern.ingress.defence;

import io.postern.contract.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/** The topic of approved mail as a consumer sees it, and what delivery has committed of it. */
final class ApprovedTopic {

    private final MockConsumer<byte[], byte[]> reader = new MockConsumer<>("earliest");
    private final Map<TopicPartition, TreeMap<Long, Instant>> log = new HashMap<>();
    private final Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
    private @Nullable KafkaException down;
    private boolean closed;

    ApprovedTopic(int partitions) {
        List<PartitionInfo> infos = IntStream.range(0, partitions)
                .mapToObj(partition -> new PartitionInfo(Topics.APPROVED, partition, null, null, null))
                .toList();
        reader.updatePartitions(Topics.APPROVED, infos);
        IntStream.range(0, partitions).forEach(this::show);
    }

    /** Mail is approved. */
    ApprovedTopic approved(int partition, long offset, Instant at) {
        log.computeIfAbsent(partition(partition), none -> new TreeMap<>()).put(offset, at);
        show(partition);
        return this;
    }

    /** Retention takes all before an offset. */
    ApprovedTopic expired(int partition, long before) {
        log.getOrDefault(partition(partition), new TreeMap<>()).headMap(before).clear();
        reader.updateBeginningOffsets(Map.of(partition(partition), before));
        return this;
    }

    /** The records do not come, although they should. */
    ApprovedTopic withheld() {
        log.clear();
        return this;
    }

    /** Delivery has taken over all before an offset. */
    ApprovedTopic committed(int partition, long offset) {
        committed.put(partition(partition), new OffsetAndMetadata(offset));
        return this;
    }

    /** Kafka answers with this; {@code null} ends it. */
    void down(@Nullable KafkaException cause) {
        down = cause;
    }

    boolean closed() {
        return closed;
    }

    OwedMail owed(Duration patience) {
        return new OwedMail(reader, this::committed, patience, () -> closed = true);
    }

    private Map<TopicPartition, OffsetAndMetadata> committed(Duration within) {
        if (down != null) {
            throw down;
        }
        // Polls that come now find the records behind where the reader has gone.
        log.keySet().forEach(partition -> reader.schedulePollTask(this::fill));
        return committed;
    }

    private void fill() {
        for (TopicPartition assigned : reader.assignment()) {
            if (!reader.paused().contains(assigned)) {
                log.getOrDefault(assigned, new TreeMap<>())
                        .tailMap(reader.position(assigned))
                        .forEach((offset, at) -> reader.addRecord(record(assigned, offset, at)));
            }
        }
    }

    private void show(int partition) {
        TopicPartition shown = partition(partition);
        TreeMap<Long, Instant> records = log.getOrDefault(shown, new TreeMap<>());
        reader.updateBeginningOffsets(Map.of(shown, records.isEmpty() ? 0 : records.firstKey()));
        reader.updateEndOffsets(Map.of(shown, records.isEmpty() ? 0 : records.lastKey() + 1));
    }

    private static TopicPartition partition(int partition) {
        return new TopicPartition(Topics.APPROVED, partition);
    }

    private static ConsumerRecord<byte[], byte[]> record(TopicPartition partition, long offset, Instant at) {
        return new ConsumerRecord<>(
                partition.topic(),
                partition.partition(),
                offset,
                at.toEpochMilli(),
                TimestampType.CREATE_TIME,
                0,
                0,
                new byte[0],
                new byte[0],
                new RecordHeaders(),
                Optional.empty());
    }
}
