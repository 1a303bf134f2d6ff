package io.postern.helm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a person is told after the installation. */
class NotesTest {

    @Test
    void theNextStepsAreNamed() {
        assertThat(Chart.of("production").notes())
                .contains("helm -n mail test postern", "get service postern-smtp", "mx.example.org");
    }

    @Test
    void whoHasDoneAllIsNotWarned() {
        assertThat(Chart.of("production").notes()).doesNotContain("Look at these");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rbl has a single replica",
                "kafka.topics.replicas is below 3",
                "ingress.hostname is not set",
                "operator.existingSecret is not set: nobody can use the REST interface of delivery",
                "networkPolicy.enabled is false",
                "checks.rbl asks no list",
            })
    void whatIsMissingIsSaid(String warning) {
        assertThat(Chart.of("sasl").notes()).contains("Look at these", warning);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "There is no certificate",
                "kafka.tls.enabled is false: whoever reads the network reads all mail",
                "kafka.auth.type is none: whoever reaches Kafka can approve mail",
            })
    void whatIsOpenIsSaid(String warning) {
        assertThat(Chart.of("minimal").notes()).contains(warning);
    }

    @Test
    void moreReplicasThanPartitionsAreSaidToBeIdle() {
        assertThat(Chart.of("minimal").with("checks.content.replicas", 5).notes())
                .contains("content has more replicas than mail.content.v1 has partitions (4)");
    }
}
