package io.postern.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import com.marcnuri.helm.Helm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the chart has from other folders of {@code deploy} is linked, not copied, and is there all the same. */
class LinkedFilesTest {

    private static final Path DEPLOY = Path.of("..");

    @ParameterizedTest
    @CsvSource({
        "ingress, policy.yaml, samples/policy.yaml",
        "antispam, antispam.yaml, samples/lists/antispam.yaml",
        "av, av-digests.txt, samples/lists/av-digests.txt",
        "content, attachments.yaml, samples/lists/content/attachments.yaml",
    })
    void aServiceStartsWithTheSample(String service, String name, String sample) throws IOException {
        String file = Chart.of("minimal")
                .objects()
                .one("ConfigMap", "postern-" + service)
                .path("data")
                .path(name)
                .asText();
        assertThat(file.strip())
                .isNotEmpty()
                .isEqualTo(Files.readString(DEPLOY.resolve(sample)).strip());
    }

    @Test
    void everyAlertOfTheFolderIsARuleOfTheCluster() throws IOException {
        JsonNode rule = Chart.of("production").objects().one("PrometheusRule", "postern");
        List<JsonNode> groups = new ArrayList<>();
        for (Path file : files("alerts", ".yaml")) {
            Objects.YAML.readTree(Files.readString(file)).path("groups").forEach(groups::add);
        }
        assertThat(Objects.stream(rule.at("/spec/groups"))).containsExactlyElementsOf(groups);
    }

    @Test
    void everyDashboardOfTheFolderIsThereForGrafana() throws IOException {
        List<String> dashboards = Chart.of("production")
                .objects()
                .kind("ConfigMap")
                .filter(map ->
                        map.at("/metadata/labels/grafana_dashboard").asText().equals("1"))
                .flatMap(map -> map.path("data").propertyStream().map(entry -> entry.getKey()))
                .toList();
        assertThat(dashboards)
                .containsExactlyElementsOf(files("dashboards", ".json").stream()
                        .map(file -> file.getFileName().toString())
                        .toList());
    }

    private static List<Path> files(String folder, String suffix) throws IOException {
        try (Stream<Path> files = Files.list(DEPLOY.resolve(folder))) {
            return files.filter(file -> file.toString().endsWith(suffix))
                    .sorted()
                    .toList();
        }
    }

    /** Alerts have braces of their own, which are not Helm's to fill in. */
    @Test
    void anAlertIsTakenAsItIs(@TempDir Path folder) throws IOException {
        Path chart = Chart.copyTo(folder.resolve("postern"));
        Files.createDirectories(chart.resolve("files/alerts"));
        Files.writeString(chart.resolve("files/alerts/zz.yaml"), """
                groups:
                  - name: mine
                    rules:
                      - alert: MailWaits
                        expr: postern_custody_age_seconds > 3600
                        for: 5m
                        labels: { severity: critical }
                        annotations: { summary: "{{ $labels.pod }} is {{ $value }} s behind" }
                """);
        JsonNode rule = Objects.of(Chart.of("production").text(chart)).one("PrometheusRule", "postern");
        assertThatCode(() -> ApiSchema.check(rule)).doesNotThrowAnyException();
        assertThat(rule.findValuesAsText("summary")).contains("{{ $labels.pod }} is {{ $value }} s behind");
    }

    @Test
    void thePackedChartIsTheSame(@TempDir Path folder) throws IOException {
        new Helm(Chart.FOLDER).packageIt().withDestination(folder).call();
        try (Stream<Path> packed = Files.list(folder)) {
            assertThat(packed)
                    .singleElement()
                    .satisfies(chart -> assertThat(Chart.of("minimal").text(chart))
                            .isEqualTo(Chart.of("minimal").text()));
        }
    }
}
