package io.postern.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What holds of every pod. */
class PodsTest {

    private static final String SETS = "io.postern.helm.Chart#SETS";

    private static Map<String, JsonNode> pods(String set) {
        Map<String, JsonNode> pods = Chart.of(set).objects().pods();
        assertThat(pods).hasSizeGreaterThanOrEqualTo(8);
        return pods;
    }

    /** The Pod Security Standard "restricted", and a file system that cannot be written to. */
    @ParameterizedTest
    @FieldSource(SETS)
    void everyPodIsRestricted(String set) {
        assertThat(pods(set)).allSatisfy((id, pod) -> {
            JsonNode security = pod.at("/spec/securityContext");
            assertThat(security.path("runAsNonRoot").asBoolean()).isTrue();
            assertThat(security.path("runAsUser").asInt()).isPositive();
            assertThat(security.at("/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
            JsonNode container = Objects.container(pod).path("securityContext");
            assertThat(container.path("allowPrivilegeEscalation").asBoolean(true))
                    .isFalse();
            assertThat(container.path("readOnlyRootFilesystem").asBoolean()).isTrue();
            assertThat(container.at("/capabilities/drop")).hasToString("[\"ALL\"]");
            assertThat(container.at("/capabilities").has("add")).isFalse();
            for (String shared : List.of("hostNetwork", "hostPID", "hostIPC")) {
                assertThat(pod.path("spec").has(shared)).as(shared).isFalse();
            }
            assertThat(Objects.stream(pod.at("/spec/volumes")))
                    .allSatisfy(volume -> assertThat(volume.has("hostPath")).isFalse());
        });
    }

    @ParameterizedTest
    @FieldSource(SETS)
    void noPodHasATokenOrIsToldOfOurServicesAsSettings(String set) {
        assertThat(pods(set)).allSatisfy((id, pod) -> {
            assertThat(pod.at("/spec/automountServiceAccountToken").asBoolean(true))
                    .isFalse();
            assertThat(pod.at("/spec/enableServiceLinks").asBoolean(true)).isFalse();
        });
        assertThat(Chart.of(set).objects().kind("ServiceAccount"))
                .allSatisfy(account -> assertThat(
                                account.path("automountServiceAccountToken").asBoolean(true))
                        .isFalse());
    }

    @ParameterizedTest
    @FieldSource(SETS)
    void everyPodSaysWhatItNeeds(String set) {
        assertThat(pods(set)).allSatisfy((id, pod) -> {
            JsonNode resources = Objects.container(pod).path("resources");
            assertThat(resources.at("/requests/cpu").asText()).isNotEmpty();
            assertThat(resources.at("/requests/memory").asText()).isNotEmpty();
            assertThat(resources.at("/limits/memory").asText()).isNotEmpty();
            assertThat(resources.path("limits").has("cpu"))
                    .as("a limit of the processor only makes mail wait")
                    .isFalse();
        });
    }

    @ParameterizedTest
    @FieldSource(SETS)
    void servicesAreProbedWhereTheyTellOfTheirHealth(String set) {
        assertThat(services(set)).allSatisfy(pod -> {
            JsonNode container = Objects.container(pod);
            assertThat(probe(container, "startupProbe")).isEqualTo("/q/health/started");
            assertThat(probe(container, "livenessProbe")).isEqualTo("/q/health/live");
            assertThat(probe(container, "readinessProbe")).isEqualTo("/q/health/ready");
        });
    }

    private static String probe(JsonNode container, String probe) {
        assertThat(container.path(probe).at("/httpGet/port").asText()).isEqualTo("http");
        return container.path(probe).at("/httpGet/path").asText();
    }

    /** Before it is killed a pod has time for the wait until nobody is sent to it, and for what it is doing. */
    @ParameterizedTest
    @FieldSource(SETS)
    void aPodHasTimeToFinish(String set) {
        assertThat(services(set)).allSatisfy(pod -> {
            int before = Objects.container(pod)
                    .at("/lifecycle/preStop/sleep/seconds")
                    .asInt();
            int grace = pod.at("/spec/terminationGracePeriodSeconds").asInt();
            assertThat(before).isPositive();
            assertThat(grace).isGreaterThanOrEqualTo(before + 60);
        });
    }

    @Test
    void anIngressIsNotKilledBeforeItsSessionsHadTheTimeTheyAreGiven() {
        Objects objects = Chart.of("minimal").with("ingress.drainSeconds", 900).objects();
        JsonNode pod = Objects.pod(objects.one("StatefulSet", "postern-ingress"));
        assertThat(objects.properties("ingress")).containsEntry("postern.ingress.drain", "900s");
        assertThat(pod.at("/spec/terminationGracePeriodSeconds").asInt()).isGreaterThan(900 + 10);
    }

    /** A file that is mounted by itself is never changed by Kubernetes. */
    @ParameterizedTest
    @FieldSource(SETS)
    void filesOfTheOperatorChangeWhileAServiceRuns(String set) {
        assertThat(services(set))
                .allSatisfy(pod -> assertThat(
                                Objects.stream(Objects.container(pod).path("volumeMounts")))
                        .anySatisfy(mount ->
                                assertThat(mount.path("mountPath").asText()).isEqualTo("/etc/postern"))
                        .noneSatisfy(mount -> assertThat(mount.has("subPath")).isTrue()));
    }

    @Test
    void aChangedListRestartsNobodyAndAChangedPropertyDoes() {
        Chart chart = Chart.of("minimal");
        String before = checksum(chart);
        assertThat(checksum(chart.with("checks.rbl.files.rbl\\.yaml", "threshold: 6")))
                .isEqualTo(before);
        assertThat(checksum(chart.with("checks.rbl.config.postern\\.rbl\\.deadline", "1s")))
                .isNotEqualTo(before);
    }

    private static String checksum(Chart chart) {
        return Objects.pod(chart.objects().one("Deployment", "postern-rbl"))
                .at("/metadata/annotations/checksum~1settings")
                .asText();
    }

    @Test
    void eachIngressHasThePartitionOfItsOrdinal() {
        Objects objects = Chart.of("minimal").objects();
        JsonNode ingress = objects.one("StatefulSet", "postern-ingress");
        assertThat(Objects.stream(Objects.container(Objects.pod(ingress)).path("env")))
                .anySatisfy(variable -> {
                    assertThat(variable.path("name").asText()).isEqualTo("POSTERN_INGRESS_REPLY_PARTITION");
                    assertThat(variable.at("/valueFrom/fieldRef/fieldPath").asText())
                            .isEqualTo("metadata.labels['apps.kubernetes.io/pod-index']");
                });
    }

    private static Stream<JsonNode> services(String set) {
        return pods(set).entrySet().stream()
                .filter(pod -> pod.getKey().matches("(Deployment|StatefulSet)/.*"))
                .map(Map.Entry::getValue);
    }
}
