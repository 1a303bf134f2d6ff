package io.postern.delivery.custody;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.contract.Topics;
import io.postern.delivery.Database;
import io.postern.delivery.Postgres;
import io.postern.delivery.SampleMail;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.reactive.messaging.memory.InMemoryConnector;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.spi.Connector;
import org.junit.jupiter.api.Test;

/** The channel as it is wired, with a batch in place of Kafka. */
@QuarkusTest
@QuarkusTestResource(Postgres.class)
@SuppressWarnings("NullAway.Init") // injected
class ApprovedChannelTest {

    @Inject
    @Connector("smallrye-in-memory")
    InMemoryConnector memory;

    @Inject
    MockProducer<String, byte[]> sent;

    @Inject
    Database database;

    @Inject
    Config config;

    @Test
    void batchIsAcknowledgedWhenEveryRecordIsSafe() throws Exception {
        database.empty();
        CompletableFuture<Void> acknowledged = new CompletableFuture<>();
        ConsumerRecord<String, byte[]> malformed =
                SampleMail.of("M1", "alice@postern.test").record(new byte[] {'{'});
        ConsumerRecord<String, byte[]> refused =
                SampleMail.of("M2", "what no database takes: \0").record();
        ConsumerRecords<String, byte[]> batch = new ConsumerRecords<>(
                Map.of(new TopicPartition(Topics.APPROVED, 0), List.of(malformed, refused)), Map.of());

        memory.source(Topics.APPROVED).send(Message.of(batch, () -> {
            assertThat(sent.history())
                    .filteredOn(record -> record.topic().equals("delivery.dead.v1"))
                    .extracting(ProducerRecord::key)
                    .containsExactly("M1", "M2");
            acknowledged.complete(null);
            return CompletableFuture.completedFuture(null);
        }));

        acknowledged.get(10, TimeUnit.SECONDS);
    }

    @Test
    void offsetsAreCommittedByTheBatch() {
        String channel = "mp.messaging.incoming.\"mail.approved.v1\".";

        assertThat(config.getValue(channel + "batch", Boolean.class)).isTrue();
        assertThat(config.getValue(channel + "commit-strategy", String.class)).isEqualTo("latest");
        assertThat(config.getOptionalValue(channel + "enable.auto.commit", Boolean.class))
                .isEmpty();
    }
}
