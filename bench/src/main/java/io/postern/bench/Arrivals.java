package io.postern.bench;

import io.postern.contract.DeliveryAttempted;
import io.postern.contract.DeliveryAttempted.Outcome;
import io.postern.contract.Json;
import io.postern.contract.Topics;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** What delivery says of its attempts, from now on. */
final class Arrivals implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(20);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final KafkaConsumer<String, byte[]> events;
    private final Set<String> delivered = new HashSet<>();
    private int deferred;
    private long first;
    private long last;

    Arrivals(String bootstrap) {
        this.events = new KafkaConsumer<>(
                Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        events.assign(events.partitionsFor(Topics.DELIVERIES, PATIENCE).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList());
        events.seekToEnd(events.assignment());
        events.assignment().forEach(events::position); // seeking is lazy
    }

    /**
     * Waits until so many recipients have their mail.
     *
     * @param wanted which addresses count
     * @return from the first of them to the last
     */
    Duration await(int recipients, Predicate<String> wanted, Duration most) throws TimeoutException {
        long end = System.nanoTime() + most.toNanos();
        while (delivered.size() < recipients) {
            if (System.nanoTime() > end) {
                throw new TimeoutException(
                        "only " + delivered.size() + " of " + recipients + " delivered, " + deferred + " deferred");
            }
            for (ConsumerRecord<String, byte[]> record : events.poll(POLL)) {
                note(Json.read(record.value(), DeliveryAttempted.class), wanted);
            }
        }
        return Duration.ofNanos(last - first);
    }

    private void note(DeliveryAttempted attempt, Predicate<String> wanted) {
        if (attempt.outcome() == Outcome.DEFERRED) {
            deferred++;
        } else if (attempt.outcome() == Outcome.DELIVERED && wanted.test(attempt.recipient())) {
            last = System.nanoTime();
            first = delivered.isEmpty() ? last : first;
            delivered.add(attempt.mailId() + " " + attempt.recipient());
        }
    }

    /** When the last of them had its mail, by {@link System#nanoTime}. */
    long last() {
        return last;
    }

    int deferred() {
        return deferred;
    }

    @Override
    public void close() {
        events.close();
    }
}
