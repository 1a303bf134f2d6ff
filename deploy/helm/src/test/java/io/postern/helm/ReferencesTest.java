package io.postern.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/** What an object refers to is there. */
class ReferencesTest {

    private static final String SETS = "io.postern.helm.Chart#SETS";

    /** Helm creates none: secrets are the operator's, or of his operators. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "minimal | postern-database",
                "sasl | kafka-ca mail-tls postern-database postern-kafka postern-kafka-admin postern-kafka-delivery"
                        + " postern-kafka-ingress postern-users",
                "production | mail-cluster-ca-cert postern-address postern-antispam postern-av postern-content"
                        + " postern-delivery postern-greylist postern-ingress postern-operator postern-rbl"
                        + " postern-sender-reputation postern-tls postern-users postgres-app postgres-ca reputation"
                        + " smarthost-login",
            })
    void secretsAreThoseThatTheOperatorNamedAndNoOthers(String set, String expected) {
        Objects objects = Chart.of(set).objects();
        Set<String> secrets = new TreeSet<>();
        objects.pods().values().forEach(pod -> {
            Stream.of("secret", "secretKeyRef")
                    .flatMap(kind -> Objects.values(pod, kind))
                    .map(secret -> secret.path("name").asText())
                    .forEach(secrets::add);
        });
        assertThat(secrets).containsExactly(expected.split(" "));
        assertThat(objects.kind("Secret")).isEmpty();
    }

    @ParameterizedTest
    @FieldSource(SETS)
    void accountsFilesAndVolumesAreThere(String set) {
        Objects objects = Chart.of(set).objects();
        assertThat(objects.pods()).allSatisfy((id, pod) -> {
            if (pod.at("/spec").has("serviceAccountName")) {
                assertThat(objects.names("ServiceAccount"))
                        .contains(pod.at("/spec/serviceAccountName").asText());
            }
            assertThat(Objects.values(pod, "configMap")
                            .map(it -> it.path("name").asText()))
                    .isSubsetOf(with(objects.names("ConfigMap"), "our-directory"));
            assertThat(Objects.values(pod, "claimName").map(JsonNode::asText))
                    .isSubsetOf(objects.names("PersistentVolumeClaim"));
            Set<String> volumes = Objects.stream(pod.at("/spec/volumes"))
                    .map(volume -> volume.path("name").asText())
                    .collect(Collectors.toSet());
            assertThat(Objects.stream(Objects.container(pod).path("volumeMounts"))
                            .map(mount -> mount.path("name").asText())
                            .collect(Collectors.toSet()))
                    .isEqualTo(volumes);
        });
    }

    private static Set<String> with(Set<String> names, String other) {
        Set<String> all = new HashSet<>(names);
        all.add(other);
        return all;
    }

    /** What is meant for certain pods meets exactly those of one service, which has the ports that are named. */
    @ParameterizedTest
    @FieldSource(SETS)
    void selectorsMeetPodsOfOneService(String set) {
        Objects objects = Chart.of(set).objects();
        Stream.concat(
                        objects.kind("Service").map(it -> Map.entry(it, it.at("/spec/selector"))),
                        Stream.of("Deployment", "StatefulSet", "PodDisruptionBudget")
                                .flatMap(objects::kind)
                                .map(it -> Map.entry(it, it.at("/spec/selector/matchLabels"))))
                .forEach(entry -> {
                    List<JsonNode> met = objects.pods().values().stream()
                            .filter(pod -> labels(pod).containsAll(labels(entry.getValue())))
                            .toList();
                    assertThat(met).as(Objects.id(entry.getKey())).hasSize(1);
                    Set<String> ports = Objects.stream(
                                    Objects.container(met.getFirst()).path("ports"))
                            .map(port -> port.path("name").asText())
                            .collect(Collectors.toSet());
                    assertThat(Objects.values(entry.getKey().path("spec"), "targetPort")
                                    .map(JsonNode::asText))
                            .isSubsetOf(ports);
                });
    }

    private static Set<String> labels(JsonNode podOrSelector) {
        JsonNode labels = podOrSelector.has("metadata") ? podOrSelector.at("/metadata/labels") : podOrSelector;
        return labels.propertyStream()
                .map(label -> label.getKey() + "=" + label.getValue().asText())
                .collect(Collectors.toSet());
    }

    @ParameterizedTest
    @FieldSource(SETS)
    void whatScalesScalesAWorkloadThatDoesNotSayHowManyItHas(String set) {
        Objects objects = Chart.of(set).objects();
        Set<String> scaled = Stream.of("HorizontalPodAutoscaler", "ScaledObject")
                .flatMap(objects::kind)
                .map(scaler -> scaler.at("/spec/scaleTargetRef"))
                .map(target ->
                        target.path("kind").asText() + "/" + target.path("name").asText())
                .collect(Collectors.toSet());
        Set<String> without = Stream.of("Deployment", "StatefulSet")
                .flatMap(objects::kind)
                .filter(workload -> !workload.path("spec").has("replicas"))
                .map(Objects::id)
                .collect(Collectors.toSet());
        assertThat(scaled).isEqualTo(without);
    }

    @ParameterizedTest
    @FieldSource(SETS)
    void whatIsNamedBelowEtcAndRunIsMounted(String set) {
        Objects objects = Chart.of(set).objects();
        Stream.of("Deployment", "StatefulSet").flatMap(objects::kind).forEach(workload -> {
            String service = Objects.name(workload).substring("postern-".length());
            JsonNode pod = Objects.pod(workload);
            List<String> mounts = Objects.stream(Objects.container(pod).path("volumeMounts"))
                    .map(mount -> mount.path("mountPath").asText())
                    .toList();
            objects.properties(service).values().stream()
                    .filter(value -> value.startsWith("/"))
                    .forEach(path -> assertThat(mounts)
                            .as(service + " names " + path)
                            .anyMatch(mount -> path.equals(mount) || path.startsWith(mount + "/")));
            Set<String> files = new HashSet<>();
            objects.one("ConfigMap", "postern-" + service)
                    .path("data")
                    .fieldNames()
                    .forEachRemaining(files::add);
            if (!set.equals("sasl")) {
                assertThat(objects.properties(service).values().stream()
                                .filter(value -> value.startsWith("/etc/postern/"))
                                .map(value -> value.substring("/etc/postern/".length())))
                        .isSubsetOf(files);
            }
        });
    }
}
