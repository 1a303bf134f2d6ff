package io.postern.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobSettingsTest {

    private static final Map<String, String> LEAST = Map.of("KAFKA_BOOTSTRAP_SERVERS", "kafka:9092");

    @Test
    void withoutFurtherWordsABrokerMayBeLost() {
        JobSettings settings = JobSettings.of(LEAST);
        assertThat(settings.connection()).isEqualTo(Map.of("bootstrap.servers", "kafka:9092"));
        assertThat(settings.replication()).isEqualTo(new Replication((short) 3, 2));
        assertThat(settings.checks()).isEmpty();
    }

    @Test
    void everythingCanBeSaid() {
        JobSettings settings = JobSettings.of(with(Map.of(
                "KAFKA_SECURITY_PROTOCOL", "SSL",
                "POSTERN_TOPICS_REPLICAS", "5",
                "POSTERN_TOPICS_IN_SYNC", "3",
                "POSTERN_TOPICS_CHECKS", "helo, spf")));
        assertThat(settings.connection()).containsEntry("security.protocol", "SSL");
        assertThat(settings.replication()).isEqualTo(new Replication((short) 5, 3));
        assertThat(settings.checks()).isEqualTo(List.of("helo", "spf"));
    }

    @Test
    void secretsComeFromFiles(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("kafka.sasl.jaas.config"), "secret\n");
        Files.writeString(folder.resolve("quarkus.datasource.password"), "none of ours\n");
        JobSettings settings = JobSettings.of(with(Map.of("SMALLRYE_CONFIG_SOURCE_FILE_LOCATIONS", folder.toString())));
        assertThat(settings.connection())
                .isEqualTo(Map.of("bootstrap.servers", "kafka:9092", "sasl.jaas.config", "secret"));
    }

    @Test
    void folderOfSecretsNeedNotBeThere() {
        assertThat(JobSettings.of(with(Map.of("SMALLRYE_CONFIG_SOURCE_FILE_LOCATIONS", "/nowhere")))
                        .connection())
                .hasSize(1);
    }

    @Test
    void kafkaHasToBeNamed() {
        assertThatThrownBy(() -> JobSettings.of(Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("KAFKA_BOOTSTRAP_SERVERS: ");
    }

    @ParameterizedTest
    @CsvSource({
        "POSTERN_TOPICS_REPLICAS, 0",
        "POSTERN_TOPICS_REPLICAS, many",
        "POSTERN_TOPICS_IN_SYNC, 4",
        "POSTERN_TOPICS_IN_SYNC, -1",
        "POSTERN_TOPICS_CHECKS, mail/helo"
    })
    void nonsenseIsNamed(String name, String value) {
        assertThatThrownBy(() -> JobSettings.of(with(Map.of(name, value))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(name + ": ");
    }

    private static Map<String, String> with(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(LEAST);
        all.putAll(more);
        return all;
    }
}
