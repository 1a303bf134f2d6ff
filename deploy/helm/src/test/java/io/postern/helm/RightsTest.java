package io.postern.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.postern.contract.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each service may do in Kafka what it does, and nothing else. */
class RightsTest {

    private static final Objects OBJECTS = Chart.of("production").objects();
    private static final Pattern TOPIC = Pattern.compile("`([a-z-]+(?:\\.[a-z]+)+\\.v\\d+)`");

    /** All of them on one page, to be reviewed. With these the services of system-tests have done their work. */
    @Test
    void theRightsAreThoseThatWereReviewed() throws IOException {
        String rights = OBJECTS.kind("KafkaUser")
                .flatMap(user -> rules(user).map(rule -> line(user, rule)))
                .collect(Collectors.joining("\n", "", "\n"));
        Golden.assertSame("rights.txt", rights);
    }

    private static String line(JsonNode user, JsonNode rule) {
        JsonNode resource = rule.path("resource");
        return String.join(
                " ",
                Objects.name(user).substring("postern-".length()),
                resource.path("type").asText(),
                resource.path("patternType").asText(),
                resource.path("name").asText(),
                String.join(",", operations(rule)));
    }

    @Test
    void onlyChecksWriteVerdicts() {
        assertThat(whoMay("Write", Topics.VERDICTS))
                .containsExactlyInAnyOrder(
                        "rbl", "address", "greylist", "content", "antispam", "av", "sender-reputation");
    }

    @Test
    void onlyTheIngressApproves() {
        assertThat(whoMay("Write", Topics.APPROVED)).containsExactly("ingress");
        assertThat(whoMay("Write", Topics.CONTENT)).containsExactly("ingress");
    }

    @Test
    void onlyDeliverySaysWhoHasAMailbox() {
        assertThat(whoMay("Write", Topics.DIRECTORY)).containsExactly("delivery");
        assertThat(whoMay("Write", Topics.DELIVERIES)).containsExactly("delivery");
    }

    @Test
    void onlyWhoLooksIntoMailsMayReadThem() {
        assertThat(whoMay("Read", Topics.CONTENT)).containsExactlyInAnyOrder("delivery", "content", "antispam", "av");
    }

    @Test
    void nobodyMayReadDeadLettersOrChangeTopics() {
        assertThat(OBJECTS.kind("KafkaUser").flatMap(RightsTest::rules)).allSatisfy(rule -> {
            assertThat(rule.at("/resource/type").asText()).isIn("topic", "group");
            if (rule.at("/resource/name").asText().endsWith(".dead.v1")) {
                assertThat(operations(rule)).isSubsetOf("Write", "Describe", "Create");
            } else {
                assertThat(operations(rule)).isSubsetOf("Read", "Write", "Describe");
            }
        });
    }

    /** What its own page says of it. */
    @ParameterizedTest
    @MethodSource(Modules.ALL)
    void theTopicsAreThoseOfTheServicesPage(String user, String module) throws IOException {
        List<String> page = Files.readAllLines(Path.of("..", "..", module, "README.md"));
        Set<String> reads = topics(page, "| reads |");
        Set<String> writes = topics(page, "| writes |");
        // What it has published it looks at, too.
        if (user.equals("delivery")) {
            reads.add(Topics.DIRECTORY);
        }
        assertThat(may(user, "Read")).isEqualTo(reads);
        assertThat(may(user, "Write")).isEqualTo(writes);
    }

    private static Set<String> topics(List<String> page, String row) {
        String line = page.stream().filter(it -> it.startsWith(row)).findFirst().orElseThrow();
        return TOPIC.matcher(line).results().map(it -> it.group(1)).collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void theIngressSeesHowFarDeliveryHasComeAndNoMore() {
        List<JsonNode> rules = rules(OBJECTS.one("KafkaUser", "postern-ingress"))
                .filter(rule -> rule.at("/resource/name").asText().equals("delivery"))
                .toList();
        assertThat(rules)
                .singleElement()
                .satisfies(rule -> assertThat(operations(rule)).containsExactly("Describe"));
    }

    @Test
    void whatScalesSeesOnlyLags() {
        assertThat(rules(OBJECTS.one("KafkaUser", "postern-scaler")))
                .isNotEmpty()
                .allSatisfy(rule -> assertThat(operations(rule)).containsExactly("Describe"));
    }

    @Test
    void eachServiceHasAnAccountOfItsOwn() {
        Map<String, JsonNode> pods = OBJECTS.pods();
        assertThat(pods.entrySet().stream().filter(pod -> pod.getKey().matches("(Deployment|StatefulSet)/.*")))
                .hasSize(9)
                .allSatisfy(pod -> assertThat(Objects.values(pod.getValue(), "secret")
                                .map(secret -> secret.path("name").asText()))
                        .contains(pod.getKey().substring(pod.getKey().indexOf('/') + 1)));
    }

    private static Set<String> whoMay(String operation, String topic) {
        return OBJECTS.names("KafkaUser").stream()
                .map(name -> name.substring("postern-".length()))
                .filter(user -> may(user, operation).contains(topic))
                .collect(Collectors.toSet());
    }

    private static Set<String> may(String user, String operation) {
        return rules(OBJECTS.one("KafkaUser", "postern-" + user))
                .filter(rule -> rule.at("/resource/type").asText().equals("topic"))
                .filter(rule -> operations(rule).contains(operation))
                .map(rule -> rule.at("/resource/name").asText())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<JsonNode> rules(JsonNode user) {
        return Objects.stream(user.at("/spec/authorization/acls"));
    }

    private static List<String> operations(JsonNode rule) {
        return Objects.stream(rule.path("operations")).map(JsonNode::asText).toList();
    }
}
