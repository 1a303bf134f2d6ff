package io.postern.ingress.defence;

import static java.util.Objects.requireNonNull;

import io.postern.contract.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** The approved mail that delivery has not taken over, as Kafka has it. Not for use by several threads at once. */
final class OwedMail implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration CLOSE = Duration.ofSeconds(2);

    private final Consumer<?, ?> reader;
    private final CommittedOffsets delivery;
    private final Duration patience;
    private final Runnable close;

    /**
     * @param reader belongs to no group and goes to the earliest record where the one it looks for is gone
     * @param patience for one look
     * @param close lets go of both
     */
    OwedMail(Consumer<?, ?> reader, CommittedOffsets delivery, Duration patience, Runnable close) {
        this.reader = reader;
        this.delivery = delivery;
        this.patience = patience;
        this.close = close;
    }

    /**
     * Asks Kafka itself.
     *
     * @param broker how to reach it
     * @param group of delivery
     * @throws KafkaException if the settings are of no use
     */
    static OwedMail open(Map<String, ?> broker, String group) {
        Admin admin = Admin.create(settings(broker));
        try {
            Consumer<byte[], byte[]> reader =
                    new KafkaConsumer<>(settings(broker), new ByteArrayDeserializer(), new ByteArrayDeserializer());
            return new OwedMail(reader, CommittedOffsets.of(admin, group), PATIENCE, () -> {
                reader.close(CloseOptions.timeout(CLOSE));
                admin.close(CLOSE);
            });
        } catch (KafkaException e) {
            admin.close(CLOSE);
            throw e;
        }
    }

    /** One record at a time, and as little around it as Kafka allows. */
    private static Map<String, Object> settings(Map<String, ?> broker) {
        Map<String, Object> settings = new HashMap<>(broker);
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, "custody");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
        settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 64 * 1024);
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 64 * 1024);
        settings.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 10_000);
        return settings;
    }

    /**
     * When the oldest of it was approved. Blocks, for not much longer than its patience.
     *
     * @return {@code null} if there is none
     * @throws KafkaException if Kafka does not tell in time
     */
    @Nullable
    Instant oldest() throws InterruptedException {
        Deadline deadline = new Deadline(System.nanoTime() + patience.toNanos());
        List<TopicPartition> partitions = reader.partitionsFor(Topics.APPROVED, deadline.left()).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        if (partitions.isEmpty()) {
            throw new UnknownTopicOrPartitionException(Topics.APPROVED);
        }
        // All of them all the time, as the consumer complains of answers about others; but nothing is fetched unasked.
        reader.assign(partitions);
        reader.pause(partitions);
        // The ends first: what is approved meanwhile is too young to matter, what is taken over meanwhile is not owed.
        Map<TopicPartition, Long> ends = reader.endOffsets(partitions, deadline.left());
        Map<TopicPartition, OffsetAndMetadata> committed = delivery.within(deadline.left());
        Map<TopicPartition, Long> begins = reader.beginningOffsets(partitions, deadline.left());
        Instant oldest = null;
        for (TopicPartition partition : partitions) {
            long from = Math.max(requireNonNull(begins.get(partition)), offset(committed.get(partition)));
            if (from < requireNonNull(ends.get(partition))) {
                Instant approved = timestamp(partition, from, deadline);
                oldest = oldest == null || approved.isBefore(oldest) ? approved : oldest;
            }
        }
        return oldest;
    }

    /** What delivery has never committed anything of, it owes from the beginning. */
    private static long offset(@Nullable OffsetAndMetadata committed) {
        return committed == null ? 0 : committed.offset();
    }

    private Instant timestamp(TopicPartition partition, long offset, Deadline deadline) {
        reader.seek(partition, offset);
        reader.resume(Set.of(partition));
        try {
            while (true) {
                Duration left = deadline.left();
                for (ConsumerRecord<?, ?> record : reader.poll(left.compareTo(POLL) < 0 ? left : POLL)) {
                    return Instant.ofEpochMilli(record.timestamp());
                }
            }
        } finally {
            reader.pause(Set.of(partition));
        }
    }

    @Override
    public void close() {
        close.run();
    }

    /** @param nanos by {@link System#nanoTime} */
    private record Deadline(long nanos) {

        Duration left() {
            long left = nanos - System.nanoTime();
            if (left <= 0) {
                throw new TimeoutException("no answer in time from " + Topics.APPROVED);
            }
            return Duration.ofNanos(left);
        }
    }
}
