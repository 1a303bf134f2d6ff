package io.postern.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.postern.contract.TopicSpec;
import io.postern.topics.Replication;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The topics of the chart are those of the contract. */
class TopicsTest {

    private static final Path LIST = Chart.FOLDER.resolve("files").resolve("topics.json");

    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    @Test
    void theListIsThatOfTheContract() throws IOException {
        String list = JSON.writeValueAsString(listed()) + "\n";
        Golden.assertSame(LIST, list);
    }

    private static Map<String, Object> listed() {
        TopicSpec dead = TopicSpec.dead("");
        Map<String, Object> deadLetters = new LinkedHashMap<>();
        deadLetters.put("suffix", dead.name());
        deadLetters.putAll(form(dead));
        Map<String, Object> list = new LinkedHashMap<>();
        list.put("dead", deadLetters);
        list.put(
                "topics",
                TopicSpec.all().stream()
                        .map(topic -> {
                            Map<String, Object> entry = new LinkedHashMap<>();
                            entry.put("name", topic.name());
                            entry.putAll(form(topic));
                            return entry;
                        })
                        .toList());
        return list;
    }

    private static Map<String, Object> form(TopicSpec topic) {
        Map<String, Object> form = new LinkedHashMap<>();
        form.put("partitions", topic.partitions());
        form.put("single", new TreeMap<>(Replication.single().settings(topic)));
        form.put("replicated", new TreeMap<>(Replication.of(3).settings(topic)));
        return form;
    }

    @Test
    void strimziIsToldOfEachTopicAndOfOneForDeadLettersOfEachService() {
        Objects objects = Chart.of("production").objects();
        assertThat(objects.names("KafkaTopic"))
                .containsAll(TopicSpec.all().stream().map(TopicSpec::name).toList())
                .contains("ingress.dead.v1", "delivery.dead.v1", "rbl.dead.v1", "sender-reputation.dead.v1")
                .hasSize(TopicSpec.all().size() + 9);
    }

    @Test
    void whatA250RestsOnIsOnTwoDisks() {
        Objects objects = Chart.of("production").objects();
        for (String topic : List.of("mail.content.v1", "mail.approved.v1")) {
            JsonNode spec = objects.one("KafkaTopic", topic).path("spec");
            assertThat(spec.path("replicas").asInt()).isEqualTo(3);
            assertThat(spec.at("/config/min.insync.replicas").asText()).isEqualTo("2");
        }
    }

    @Test
    void withASingleBrokerItIsFlushedInstead() {
        JsonNode config = Chart.of("production")
                .with("kafka.topics.replicas", 1)
                .objects()
                .one("KafkaTopic", "mail.content.v1")
                .at("/spec/config");
        assertThat(config.path("flush.messages").asText()).isEqualTo("1");
        assertThat(config.has("min.insync.replicas")).isFalse();
    }

    @Test
    void partitionsAreTheOperatorsToRaise() {
        Objects objects = Chart.of("production").objects();
        assertThat(objects.one("KafkaTopic", "mail.content.v1")
                        .at("/spec/partitions")
                        .asInt())
                .isEqualTo(12);
        assertThat(objects.one("KafkaTopic", "mail.verdicts.v1")
                        .at("/spec/partitions")
                        .asInt())
                .isEqualTo(16);
    }

    @Test
    void mailThatIsOwedOutlivesTheRelease() {
        assertThat(Chart.of("production").objects().kind("KafkaTopic"))
                .allSatisfy(topic -> assertThat(topic.at("/metadata/annotations/helm.sh~1resource-policy")
                                .asText())
                        .isEqualTo("keep"));
    }
}
