package io.postern.delivery.directory;

import io.postern.contract.Publisher;
import io.postern.contract.Topics;
import io.postern.delivery.LogReaders;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Brings {@code mail.directory.v1} in line with the directory. The topic is read before every publication: what another
 * instance, or an earlier life of this one, has put there is known from nowhere else.
 */
@ApplicationScoped
class DirectoryTopic {

    /** Keys of other kinds may come to lie in the topic; they are not ours to take back. */
    private static final List<String> OURS = List.of("domain/", "mailbox/");

    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final Duration POLL = Duration.ofMillis(200);

    private final LogReaders readers;
    private final Publisher publisher;

    DirectoryTopic(LogReaders readers, Publisher publisher) {
        this.readers = readers;
        this.publisher = publisher;
    }

    /**
     * Publishes what is missing and takes back what has vanished; returns when all of it is acknowledged.
     *
     * @param wanted all that the topic is to hold, by key
     * @return how many records were written
     * @throws RuntimeException if Kafka does not answer or does not take the records
     */
    int publish(Map<String, Record> wanted) {
        Map<String, byte[]> held = held();
        List<ProducerRecord<String, byte[]>> changes = new ArrayList<>();
        wanted.forEach((key, listed) -> {
            ProducerRecord<String, byte[]> record = Publisher.json(Topics.DIRECTORY, key, listed);
            if (!Arrays.equals(held.get(key), record.value())) {
                changes.add(record);
            }
        });
        for (String key : held.keySet()) {
            if (!wanted.containsKey(key) && OURS.stream().anyMatch(key::startsWith)) {
                changes.add(new ProducerRecord<>(Topics.DIRECTORY, key, null));
            }
        }
        send(changes);
        return changes.size();
    }

    /** Publishes these, and looks at nothing else. */
    void add(Map<String, Record> records) {
        send(records.entrySet().stream()
                .map(record -> Publisher.json(Topics.DIRECTORY, record.getKey(), record.getValue()))
                .toList());
    }

    private void send(List<ProducerRecord<String, byte[]>> records) {
        List<CompletableFuture<RecordMetadata>> sent =
                records.stream().map(publisher::send).toList();
        sent.forEach(CompletableFuture::join);
    }

    /** What the topic holds, read to its end. */
    private Map<String, byte[]> held() {
        Map<String, byte[]> held = new HashMap<>();
        try (Consumer<String, byte[]> reader = readers.open()) {
            List<TopicPartition> partitions = reader.partitionsFor(Topics.DIRECTORY).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            reader.assign(partitions);
            reader.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = reader.endOffsets(partitions);
            long started = System.nanoTime();
            while (ends.entrySet().stream().anyMatch(end -> reader.position(end.getKey()) < end.getValue())) {
                if (System.nanoTime() - started > DEADLINE.toNanos()) {
                    throw new TimeoutException("the directory topic could not be read to its end in " + DEADLINE);
                }
                for (ConsumerRecord<String, byte[]> record : reader.poll(POLL)) {
                    if (record.value() == null) {
                        held.remove(record.key());
                    } else {
                        held.put(record.key(), record.value());
                    }
                }
            }
        }
        return held;
    }
}
