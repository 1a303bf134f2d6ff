package io.postern.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * A service's one way to Kafka: one producer, {@code acks=all}, idempotent, nothing lingering, deadlines that suit an
 * SMTP client that waits. A record is promised when its future is complete, not before.
 *
 * <p>Safe for use by many threads.
 */
public final class Publisher implements AutoCloseable {

    private static final Duration CLOSE = Duration.ofSeconds(5);

    private final Producer<String, byte[]> producer;
    private final @Nullable Metric bufferTotal;
    private final @Nullable Metric bufferFree;

    public Publisher(Producer<String, byte[]> producer) {
        this.producer = producer;
        this.bufferTotal = metric(producer, "buffer-total-bytes");
        this.bufferFree = metric(producer, "buffer-available-bytes");
    }

    private static @Nullable Metric metric(Producer<?, ?> producer, String name) {
        for (Map.Entry<MetricName, ? extends Metric> metric : producer.metrics().entrySet()) {
            if (metric.getKey().group().equals("producer-metrics")
                    && metric.getKey().name().equals(name)) {
                return metric.getValue();
            }
        }
        return null;
    }

    /** A figure of the producer by Kafka's own name, such as {@code request-latency-avg}; {@code NaN} if it has none. */
    public double figure(String name) {
        Metric metric = metric(producer, name);
        return metric != null && metric.metricValue() instanceof Number number ? number.doubleValue() : Double.NaN;
    }

    /** @param broker how to reach Kafka: bootstrap servers, security; nothing that {@link #settings} fixes */
    public static Publisher open(Map<String, ?> broker) {
        return new Publisher(new KafkaProducer<>(settings(broker), new StringSerializer(), new ByteArraySerializer()));
    }

    /** The producer's settings; those that a guarantee rests on win over {@code broker}. */
    public static Map<String, Object> settings(Map<String, ?> broker) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 3_000);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 10_000);
        settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 32L * 1024 * 1024);
        settings.putAll(broker);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        return settings;
    }

    /**
     * Sends the record. May block for as long as the broker is unknown or the send buffer is full, three seconds at
     * most; never throws.
     *
     * @return completed when the record is acknowledged by all replicas in sync, or failed with what Kafka says
     */
    @SuppressWarnings("FutureReturnValueIgnored") // the callback tells the same
    public CompletableFuture<RecordMetadata> send(ProducerRecord<String, byte[]> record) {
        CompletableFuture<RecordMetadata> acknowledged = new CompletableFuture<>();
        try {
            producer.send(record, (metadata, failure) -> {
                if (failure == null) {
                    acknowledged.complete(metadata);
                } else {
                    acknowledged.completeExceptionally(failure);
                }
            });
        } catch (RuntimeException e) {
            acknowledged.completeExceptionally(e);
        }
        return acknowledged;
    }

    /**
     * The partition of a topic to which a key leads, for records whose own key is another. Blocks as {@link #send} does
     * while the broker is unknown.
     *
     * @return {@code null} if Kafka does not tell how many there are; the record's own key then has to do
     */
    public @Nullable Integer partition(String topic, String key) {
        try {
            int count = producer.partitionsFor(topic).size();
            return count == 0 ? null : Utils.toPositive(Utils.murmur2(key.getBytes(UTF_8))) % count;
        } catch (KafkaException e) {
            return null;
        }
    }

    /**
     * How much of the send buffer holds records that are not acknowledged yet: 0 to 1, {@code NaN} if the producer does
     * not tell. At 1, {@link #send} blocks. Answers at once.
     */
    public double bufferShare() {
        if (bufferTotal == null || bufferFree == null) {
            return Double.NaN;
        }
        return 1 - number(bufferFree) / number(bufferTotal);
    }

    private static double number(Metric metric) {
        return metric.metricValue() instanceof Number number ? number.doubleValue() : Double.NaN;
    }

    /** The record of {@code value} as JSON, its type in the headers. */
    public static ProducerRecord<String, byte[]> json(String topic, String key, Object value) {
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(topic, key, Json.write(value));
        WireHeaders.put(record.headers(), WireHeaders.TYPE, value.getClass().getSimpleName());
        return record;
    }

    /** Flushes what is under way, for five seconds at most. */
    @Override
    public void close() {
        producer.close(CLOSE);
    }
}
