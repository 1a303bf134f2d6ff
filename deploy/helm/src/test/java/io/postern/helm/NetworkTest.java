package io.postern.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may speak to whom. */
class NetworkTest {

    private static final Objects OBJECTS = Chart.of("production").objects();

    @Test
    void nothingIsAllowedThatIsNotNamed() {
        JsonNode deny = OBJECTS.one("NetworkPolicy", "postern-default-deny").path("spec");
        assertThat(deny.path("policyTypes")).hasToString("[\"Ingress\",\"Egress\"]");
        assertThat(deny.has("ingress")).isFalse();
        assertThat(deny.has("egress")).isFalse();
        assertThat(deny.at("/podSelector/matchLabels"))
                .hasToString("{\"app.kubernetes.io/name\":\"postern\",\"app.kubernetes.io/instance\":\"postern\"}");
    }

    @Test
    void everyPodHasRulesOfItsOwn() {
        Set<String> pods = Chart.of("minimal").objects().pods().values().stream()
                .map(NetworkTest::component)
                .collect(Collectors.toSet());
        Set<String> ruled = Chart.of("minimal")
                .objects()
                .kind("NetworkPolicy")
                .map(policy -> policy.at("/spec/podSelector/matchLabels/app.kubernetes.io~1component")
                        .asText())
                .filter(component -> !component.isEmpty())
                .collect(Collectors.toSet());
        assertThat(ruled).isEqualTo(pods);
    }

    private static String component(JsonNode pod) {
        return pod.at("/metadata/labels/app.kubernetes.io~1component").asText();
    }

    /** Kafka is 9093, the database 5432, traces 4318. */
    @ParameterizedTest
    @CsvSource({
        "ingress, 53 4318 9093",
        "rbl, 53 4318 9093",
        "address, 53 4318 9093",
        "greylist, 53 4318 5432 9093",
        "content, 53 4318 9093",
        "antispam, 53 4318 5432 9093",
        "av, 53 3310 4318 9093",
        "delivery, 24 25 53 465 587 4318 5432 9093",
        "sender-reputation, 53 4318 9093",
    })
    void aServiceReachesWhatItNeeds(String service, String ports) {
        String reached = Objects.values(
                        OBJECTS.one("NetworkPolicy", "postern-" + service).at("/spec/egress"), "port")
                .map(JsonNode::asInt)
                .distinct()
                .sorted()
                .map(port -> Integer.toString(port))
                .collect(Collectors.joining(" "));
        assertThat(reached).isEqualTo(ports);
    }

    @ParameterizedTest
    @CsvSource({"rbl, true", "address, true", "greylist, true", "delivery, true", "ingress, false", "content, false"})
    void onlyWhoAsksTheWorldsDnsReachesIt(String service, boolean world) {
        boolean anywhere = Objects.stream(
                        OBJECTS.one("NetworkPolicy", "postern-" + service).at("/spec/egress"))
                .filter(rule -> rule.at("/ports/0/port").asInt() == 53)
                .anyMatch(rule -> !rule.has("to"));
        assertThat(anywhere).isEqualTo(world);
    }

    @Test
    void theWorldReachesTheSmtpPortsOfTheIngressAndNothingElse() {
        assertThat(OBJECTS.kind("NetworkPolicy"))
                .allSatisfy(policy -> Objects.stream(policy.at("/spec/ingress"))
                        .filter(rule -> !rule.has("from"))
                        .forEach(rule -> {
                            assertThat(Objects.name(policy)).isEqualTo("postern-ingress");
                            assertThat(Objects.values(rule, "port").map(JsonNode::asText))
                                    .containsExactlyInAnyOrder("smtp", "submission", "submissions");
                        }));
    }

    @Test
    void theClientsAddressSurvivesTheWayIn() {
        JsonNode local = Chart.of("minimal").objects().one("Service", "postern-smtp");
        assertThat(local.at("/spec/externalTrafficPolicy").asText()).isEqualTo("Local");
        assertThat(OBJECTS.properties("ingress")).containsEntry("postern.ingress.networks.proxy", "10.0.0.0/8");
    }

    @Test
    void withoutACertificateThereIsNoDoorForUsers() {
        JsonNode ports =
                Chart.of("minimal").objects().one("Service", "postern-smtp").at("/spec/ports");
        assertThat(Objects.values(ports, "port").map(JsonNode::asInt)).containsExactly(25);
        JsonNode more = OBJECTS.one("Service", "postern-smtp").at("/spec/ports");
        assertThat(Objects.values(more, "port").map(JsonNode::asInt)).containsExactlyInAnyOrder(25, 587, 465);
    }
}
