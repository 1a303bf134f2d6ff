package io.postern.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class KafkaClientsTest {

    @Test
    void readersJoinNoGroupAndHoldLittle() {
        assertThat(KafkaClients.readerSettings(
                        Map.of("bootstrap.servers", "kafka:9092", "group.id", "app", "auto.offset.reset", "latest")))
                .doesNotContainKey("group.id")
                .containsEntry("bootstrap.servers", "kafka:9092")
                .containsEntry("enable.auto.commit", false)
                .containsEntry("auto.offset.reset", "none")
                .containsEntry("fetch.max.bytes", 4 * 1024 * 1024);
    }
}
