package io.postern.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A check is one entry of the values, whosever it is. */
class CheckEntryTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Deployment",
                "ConfigMap",
                "Service",
                "ServiceAccount",
                "PodDisruptionBudget",
                "NetworkPolicy",
                "ScaledObject",
                "KafkaUser"
            })
    void anEntryIsAllThatACheckNeeds(String kind) {
        Objects objects = Chart.of("production")
                .with("checks.mine.reads[0]", "mail.content.v1")
                .with("checks.mine.autoscaling.type", "keda")
                .objects();
        assertThat(objects.names(kind)).contains("postern-mine");
        assertThat(objects.names("KafkaTopic")).contains("mine.dead.v1");
    }

    @Test
    void anEntryWithoutAnImageHasTheNameOfItsService() {
        JsonNode mine = Chart.of("minimal")
                .with("checks.mine.reads[0]", "mail.content.v1")
                .objects()
                .one("Deployment", "postern-mine");
        assertThat(Objects.container(Objects.pod(mine)).path("image").asText())
                .isEqualTo("postern/mine-service:1.0.0-SNAPSHOT");
    }

    @Test
    void anImageIsTheOneThatItsDigestNames() {
        JsonNode theirs = Chart.of("production").objects().one("Deployment", "postern-sender-reputation");
        assertThat(Objects.container(Objects.pod(theirs)).path("image").asText())
                .startsWith("registry.example.org/acme/reputation@sha256:");
    }

    @Test
    void aCheckThatIsSwitchedOffLeavesNothing() {
        assertThat(Chart.of("sasl").objects().all().stream().map(Objects::name))
                .noneMatch(it -> it.contains("antispam"));
        assertThat(Chart.of("sasl").objects().names("Deployment")).contains("postern-content");
    }

    @Test
    void theJobThatMakesTopicsIsToldOfAllChecks() {
        JsonNode job = Chart.of("minimal")
                .with("checks.mine.reads[0]", "mail.content.v1")
                .objects()
                .one("Job", "postern-topics");
        assertThat(Objects.stream(Objects.container(Objects.pod(job)).path("env")))
                .anySatisfy(variable -> {
                    assertThat(variable.path("name").asText()).isEqualTo("POSTERN_TOPICS_CHECKS");
                    assertThat(variable.path("value").asText())
                            .isEqualTo("address,antispam,av,content,greylist,mine,rbl");
                });
    }

    /** Our own are entries like any other. */
    @Test
    void noTemplateKnowsACheckByItsName() throws IOException {
        try (Stream<Path> templates = Files.walk(Chart.FOLDER.resolve("templates"))) {
            for (Path template : templates.filter(Files::isRegularFile).toList()) {
                for (String check : List.of("rbl", "address-", "greylist", "content-", "antispam", "av-")) {
                    if (!template.endsWith("_warnings.tpl")) {
                        assertThat(template).content().doesNotContain(check);
                    }
                }
            }
        }
    }
}
