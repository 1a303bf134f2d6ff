package io.postern.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.postern.contract.DeadLetter;
import io.postern.contract.Phase;
import io.postern.contract.Publisher;
import io.postern.contract.Question;
import io.postern.contract.Topics;
import io.postern.contract.WireHeaders;
import io.postern.system.gateway.Gateway;
import io.postern.system.gateway.GatewayExtension;
import io.postern.system.gateway.TopicReader;
import io.postern.system.smtp.SmtpClient;
import io.postern.system.smtp.SmtpReply;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A record that a service cannot process goes to its dead letters with the cause, and the next one is processed. */
@Order(40)
@ExtendWith(GatewayExtension.class)
class PoisonTest {

    private static final byte[] MALFORMED = "{\"not\": \"what you think".getBytes(UTF_8);

    private final Gateway gateway;
    private final Publisher publisher;

    PoisonTest(Gateway gateway) {
        this.gateway = gateway;
        this.publisher = gateway.publisher();
    }

    @BeforeEach
    void stackIsWell() throws IOException {
        requireMailFlows();
    }

    @AfterEach
    void closePublisher() {
        publisher.close();
    }

    @ParameterizedTest
    @CsvSource({
        Topics.CHECKS + ", poison/1, ingress",
        Topics.DIRECTORY + ", mailbox/poison@postern.test, ingress",
        Topics.APPROVED + ", POISON, delivery"
    })
    void malformedRecordGoesAside(String topic, String key, String service) throws Exception {
        requireDeadLetter(new ProducerRecord<>(topic, key, MALFORMED), service);
        if (!topic.equals(Topics.APPROVED)) {
            publish(new ProducerRecord<>(topic, key, null)); // compacted: it would be read again at every start
        }
    }

    @Test
    void malformedQuestionGoesAside() throws Exception {
        ProducerRecord<String, byte[]> poison = new ProducerRecord<>(Topics.CONTENT, "POISON", MALFORMED);
        new Question("POISON", Phase.MESSAGE, "nobody", 0, Instant.now(), Duration.ofSeconds(5))
                .writeTo(poison.headers());
        WireHeaders.put(poison.headers(), "chunk", "first");
        requireDeadLetter(poison, "content");
    }

    @Test
    void malformedVerdictGoesAside() throws Exception {
        ConsumerRecord<String, byte[]> sample;
        try (TopicReader verdicts = gateway.read(Topics.VERDICTS)) {
            // For the gateway's own ingress; those of others, which are gone, nobody reads.
            sample = verdicts.await("verdict", record -> record.partition() == 0);
        }
        requireDeadLetter(
                new ProducerRecord<>(Topics.VERDICTS, sample.partition(), sample.key(), MALFORMED, sample.headers()),
                "ingress");
    }

    private void requireDeadLetter(ProducerRecord<String, byte[]> poison, String service) throws Exception {
        RecordMetadata place = publish(poison);
        String origin = place.topic() + "/" + place.partition() + "/" + place.offset();
        try (TopicReader letters = gateway.read(Topics.dead(service))) {
            ConsumerRecord<String, byte[]> letter = letters.await(
                    "dead letter of " + origin,
                    record -> origin.equals(WireHeaders.find(record.headers(), DeadLetter.ORIGIN)));
            assertThat(letter.key()).isEqualTo(poison.key());
            assertThat(letter.value()).isEqualTo(poison.value());
            assertThat(WireHeaders.find(letter.headers(), DeadLetter.CAUSE)).isNotBlank();
        }
        requireMailFlows();
    }

    private RecordMetadata publish(ProducerRecord<String, byte[]> record) throws Exception {
        return publisher.send(record).get(Gateway.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** Mail is checked, delivered, refused as ever. */
    private void requireMailFlows() throws IOException {
        SmtpReply refused = send("Please wire the inheritance fee today.");
        assertThat(refused.code()).as(refused.toString()).isEqualTo(554);
        SmtpReply accepted = send("Nothing special.");
        String id = accepted.queuedAs().orElseThrow(() -> new AssertionError(accepted));
        assertThat(gateway.awaitMail("alice", id).header("X-Postern-Unchecked")).isEmpty();
    }

    private SmtpReply send(String text) throws IOException {
        try (SmtpClient client = gateway.connect()) {
            return client.sendMail("poison@elsewhere.example", List.of("alice@postern.test"), Gateway.mail(text));
        }
    }
}
