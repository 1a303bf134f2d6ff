package io.postern.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/** Every object is one that a cluster takes. */
class SchemaTest {

    private static final String SETS = "io.postern.helm.Chart#SETS";

    @ParameterizedTest
    @FieldSource(SETS)
    void everyObjectIsTaken(String set) {
        List<JsonNode> objects = Chart.of(set).objects().all();
        assertThat(objects)
                .hasSizeGreaterThan(30)
                .allSatisfy(
                        object -> assertThatCode(() -> ApiSchema.check(object)).doesNotThrowAnyException());
    }

    @ParameterizedTest
    @FieldSource(SETS)
    void noTwoObjectsHaveTheSameName(String set) {
        assertThat(Chart.of(set).objects().all().stream().map(Objects::id)).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource({
        "Deployment, postern-rbl, /spec/template/spec",
        "StatefulSet, postern-ingress, /spec",
        "NetworkPolicy, postern-rbl, /spec",
        "PodDisruptionBudget, postern-rbl, /spec",
        "KafkaTopic, mail.content.v1, /spec",
        "KafkaUser, postern-rbl, /spec/authorization",
        "Certificate, postern-ingress, /spec",
        "ServiceMonitor, postern, /spec",
        "PrometheusRule, postern, /spec",
        "ScaledObject, postern-delivery, /spec",
        "TriggerAuthentication, postern-scaler, /spec",
    })
    void aFieldThatNobodyKnowsIsFound(String kind, String name, String place) {
        JsonNode object = Chart.of("production").objects().one(kind, name).deepCopy();
        ((ObjectNode) object.at(place)).put("replicaz", 1);
        assertThatExceptionOfType(ApiSchema.Refused.class)
                .isThrownBy(() -> ApiSchema.check(object))
                .withMessageContaining("replicaz");
    }

    @Test
    void aFieldThatIsMissingIsFound() {
        JsonNode object = Chart.of("production")
                .objects()
                .one("StatefulSet", "postern-ingress")
                .deepCopy();
        ((ObjectNode) object.at("/spec")).remove("selector");
        assertThatExceptionOfType(ApiSchema.Refused.class)
                .isThrownBy(() -> ApiSchema.check(object))
                .withMessageContaining("selector");
    }

    @Test
    void lintHasNothingToSay() {
        assertThat(Chart.lint().isFailed()).isFalse();
    }
}
