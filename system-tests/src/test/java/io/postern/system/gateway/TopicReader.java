package io.postern.system.gateway;

import io.postern.contract.Json;
import io.postern.contract.WireHeaders;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads a topic without being a member of any group. Not for several threads. */
public final class TopicReader implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String topic;
    private final KafkaConsumer<String, byte[]> consumer;
    private final List<ConsumerRecord<String, byte[]>> seen = new ArrayList<>();

    private TopicReader(String bootstrapServers, String topic) {
        this.topic = topic;
        this.consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest"),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        consumer.assign(consumer.partitionsFor(topic, PATIENCE).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList());
    }

    static TopicReader fromStart(String bootstrapServers, String topic) {
        TopicReader reader = new TopicReader(bootstrapServers, topic);
        reader.consumer.seekToBeginning(reader.consumer.assignment());
        return reader;
    }

    static TopicReader fromNow(String bootstrapServers, String topic) {
        TopicReader reader = new TopicReader(bootstrapServers, topic);
        reader.consumer.seekToEnd(reader.consumer.assignment());
        reader.consumer.assignment().forEach(reader.consumer::position); // seeking is lazy
        return reader;
    }

    /** The first record, of all that were or will be read, that is as wanted. */
    public ConsumerRecord<String, byte[]> await(String what, Predicate<ConsumerRecord<String, byte[]>> wanted) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Optional<ConsumerRecord<String, byte[]>> found =
                seen.stream().filter(wanted).findFirst();
        while (found.isEmpty()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("no " + what + " on " + topic + " among " + seen.size() + " records");
            }
            found = poll().stream().filter(wanted).findFirst();
        }
        return found.get();
    }

    /** All records up to the end as it is now. */
    public List<ConsumerRecord<String, byte[]>> toEnd() {
        Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment(), PATIENCE);
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            poll();
        }
        return List.copyOf(seen);
    }

    /** The value if the record is of that type. */
    public static <T> Optional<T> read(ConsumerRecord<String, byte[]> record, Class<T> type) {
        return type.getSimpleName().equals(WireHeaders.find(record.headers(), WireHeaders.TYPE))
                ? Optional.of(Json.read(record.value(), type))
                : Optional.empty();
    }

    private List<ConsumerRecord<String, byte[]>> poll() {
        List<ConsumerRecord<String, byte[]>> fresh = new ArrayList<>();
        consumer.poll(POLL).forEach(fresh::add);
        seen.addAll(fresh);
        return fresh;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
