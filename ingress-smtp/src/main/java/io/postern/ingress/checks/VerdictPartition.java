package io.postern.ingress.checks;

import io.postern.contract.Topics;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * Knows whether verdicts are read. The channel looks for the end of its partition only when it first polls; a verdict that
 * came before that would be skipped, and its mail wait for nothing.
 */
@ApplicationScoped
public class VerdictPartition {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final KafkaClientService kafka;

    public VerdictPartition(KafkaClientService kafka) {
        this.kafka = kafka;
    }

    /**
     * Whether every verdict that is written from now on will be read. Blocks for five seconds at most.
     *
     * @throws RuntimeException if Kafka does not tell
     */
    public boolean positioned() {
        Map<TopicPartition, Long> positions = kafka.<String, byte[]>getConsumer(Topics.VERDICTS)
                .getPositions()
                .await()
                .atMost(PATIENCE);
        return !positions.isEmpty();
    }
}
