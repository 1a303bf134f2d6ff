package io.postern.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** More of a service, less of it, and nodes that are emptied. */
class ScalingTest {

    @ParameterizedTest
    @ValueSource(strings = {"ingress", "delivery", "rbl", "av"})
    void aServiceThatIsThereTwiceKeepsOneWhileNodesAreEmptied(String service) {
        JsonNode budget = Chart.of("minimal").objects().one("PodDisruptionBudget", "postern-" + service);
        assertThat(budget.at("/spec/maxUnavailable").asInt()).isEqualTo(1);
        assertThat(budget.at("/spec/unhealthyPodEvictionPolicy").asText()).isEqualTo("AlwaysAllow");
    }

    /** It would forbid to empty its node, for ever. */
    @Test
    void aServiceThatIsThereOnceHoldsUpNobody() {
        assertThat(Chart.of("sasl").objects().kind("PodDisruptionBudget")).isEmpty();
        Objects scaled = Chart.of("minimal")
                .with("checks.rbl.autoscaling.type", "hpa")
                .with("checks.rbl.autoscaling.minReplicas", 1)
                .objects();
        assertThat(scaled.names("PodDisruptionBudget")).doesNotContain("postern-rbl");
    }

    @Test
    void theIngressIsScaledByItsProcessorAndNeverBeyondThePartitionsOfItsAnswers() {
        JsonNode scaler = Chart.of("production").objects().one("HorizontalPodAutoscaler", "postern-ingress");
        assertThat(scaler.at("/spec/maxReplicas").asInt()).isEqualTo(16);
        assertThat(scaler.at("/spec/metrics/0/resource/name").asText()).isEqualTo("cpu");
    }

    @Test
    void whatReadsFromAGroupIsScaledByItsLag() {
        Objects objects = Chart.of("production").objects();
        assertThat(objects.names("ScaledObject"))
                .containsExactlyInAnyOrder("postern-delivery", "postern-content", "postern-antispam", "postern-av");
        JsonNode trigger = objects.one("ScaledObject", "postern-delivery").at("/spec/triggers/0");
        assertThat(trigger.at("/metadata/consumerGroup").asText()).isEqualTo("delivery");
        assertThat(trigger.at("/metadata/topic").asText()).isEqualTo("mail.approved.v1");
        assertThat(trigger.at("/metadata/lagThreshold").asText()).isEqualTo("500");
        assertThat(trigger.at("/metadata/offsetResetPolicy").asText())
                .as("mail that nobody has taken over yet counts")
                .isEqualTo("earliest");
    }

    @Test
    void aCheckOfTwoPhasesIsScaledByBoth() {
        List<String> topics = Objects.stream(Chart.of("minimal")
                        .with("checks.rbl.autoscaling.type", "keda")
                        .objects()
                        .one("ScaledObject", "postern-rbl")
                        .at("/spec/triggers"))
                .map(trigger -> trigger.at("/metadata/topic").asText())
                .toList();
        assertThat(topics).containsExactly("mail.connections.v1", "mail.recipients.v1");
    }

    @Test
    void scalersExcludeEachOther() {
        Objects objects = Chart.of("production").objects();
        assertThat(objects.names("HorizontalPodAutoscaler")).doesNotContainAnyElementsOf(objects.names("ScaledObject"));
    }

    @Test
    void replicasAreSpreadOverZonesAndNodes() {
        JsonNode pod = Objects.pod(Chart.of("production").objects().one("Deployment", "postern-rbl"));
        assertThat(Objects.stream(pod.at("/spec/topologySpreadConstraints"))
                        .map(spread -> spread.path("topologyKey").asText() + " "
                                + spread.path("whenUnsatisfiable").asText()))
                .containsExactlyInAnyOrder(
                        "topology.kubernetes.io/zone DoNotSchedule", "kubernetes.io/hostname ScheduleAnyway");
    }

    /** Two pods on two nodes cannot have a volume of one writer. */
    @Test
    void mailboxesOfOneWriterAreHandedOver() {
        JsonNode delivery = Chart.of("sasl").objects().one("Deployment", "postern-delivery");
        assertThat(delivery.at("/spec/strategy/type").asText()).isEqualTo("Recreate");
    }
}
