package io.postern.system.watch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.postern.system.gateway.Gateway;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Alert rules and dashboards are whole and understood. */
@Order(2)
class WatchedTest {

    private static final Pattern HEADING = Pattern.compile("^#+ (.*)$", Pattern.MULTILINE);

    @ParameterizedTest(name = "{0}")
    @MethodSource("alerts")
    void alertSaysWhatItMeansAndWhatToDo(String name, JsonNode alert) throws IOException {
        assertThat(alert.at("/labels/severity").asText()).isIn("critical", "warning");
        assertThat(alert.path("for").asText()).matches("\\d+[mh]");
        assertThat(alert.at("/annotations/summary").asText()).endsWith(".");
        assertThat(alert.at("/annotations/description").asText()).hasSizeGreaterThan(30);
        assertThat(alert.at("/annotations/runbook_url").asText())
                .isEqualTo("docs/operations.md#" + name.toLowerCase(Locale.ROOT));
        assertThat(headings()).as("sections of docs/operations.md").contains(name);
        assertThat(PromQl.metrics(alert.path("expr").asText())).isNotEmpty();
    }

    static Stream<org.junit.jupiter.params.provider.Arguments> alerts() throws IOException {
        return Watched.alerts().stream()
                .map(alert -> org.junit.jupiter.params.provider.Arguments.of(
                        alert.path("alert").asText(), alert));
    }

    private static Set<String> headings() throws IOException {
        return HEADING.matcher(Files.readString(Gateway.checkout().resolve("docs/operations.md")))
                .results()
                .map(heading -> heading.group(1))
                .collect(Collectors.toSet());
    }

    @ParameterizedTest
    @MethodSource("io.postern.system.watch.Watched#dashboards")
    void dashboardIsWhole(Path file) throws IOException {
        JsonNode dashboard = Watched.dashboard(file);
        assertThat(dashboard.path("title").asText()).startsWith("Postern: ");
        assertThat(dashboard.path("schemaVersion").asInt()).isGreaterThanOrEqualTo(39);
        assertThat(dashboard.at("/templating/list/0/type").asText()).isEqualTo("datasource");
        List<JsonNode> panels = StreamSupport.stream(dashboard.path("panels").spliterator(), false)
                .toList();
        assertThat(panels).extracting(panel -> panel.path("id").asInt()).doesNotHaveDuplicates();
        assertThat(panels).hasSizeGreaterThan(5).allSatisfy(panel -> {
            assertThat(panel.path("title").asText()).isNotBlank();
            assertThat(panel.path("description").asText()).as("description").isNotBlank();
            assertThat(panel.at("/fieldConfig/defaults/unit").asText())
                    .as("unit")
                    .isNotBlank();
            assertThat(panel.at("/gridPos/x").asInt() + panel.at("/gridPos/w").asInt())
                    .isLessThanOrEqualTo(24);
            assertThat(panel.path("targets")).isNotEmpty().allSatisfy(target -> {
                assertThat(target.at("/datasource/uid").asText()).isEqualTo("${datasource}");
                assertThat(PromQl.metrics(target.path("expr").asText())).isNotEmpty();
            });
        });
    }

    @Test
    void prometheusUnderstandsRulesAndExpressions(@TempDir Path folder) throws Exception {
        List<String> command = new ArrayList<>(List.of("check", "rules"));
        Watched.ruleFiles().forEach(file -> command.add(file.toString()));
        command.add(asRules(Watched.expressions(), folder.resolve("expressions.yaml"))
                .toString());
        promtool(folder, command);
    }

    @Test
    void alertsRingWhenTheyShouldAndNotBefore(@TempDir Path folder) throws Exception {
        Path tests = Path.of("src/test/resources/alerts/alerts.yaml").toAbsolutePath();
        Path here = folder.resolve("alerts.yaml");
        String rules = Gateway.checkout().resolve("deploy/alerts").toString();
        Files.writeString(here, Files.readString(tests).replace("${alerts}", rules));
        promtool(folder, List.of("test", "rules", here.toString()));
    }

    /** Prometheus reads expressions only in rules. */
    private static Path asRules(Map<String, String> expressions, Path file) throws IOException {
        StringBuilder rules = new StringBuilder("groups: [{name: all, rules: [\n");
        int number = 0;
        for (String expression : expressions.values()) {
            rules.append("{record: 'a:%d', expr: '%s'},\n"
                    .formatted(
                            number++,
                            expression.replace("$__rate_interval", "5m").replace("'", "''")));
        }
        return Files.writeString(file, rules.append("]}]\n"));
    }

    private static void promtool(Path folder, List<String> arguments) throws Exception {
        String path = System.getenv().getOrDefault("PATH", "");
        assumeTrue(
                Stream.of(path.split(File.pathSeparator, -1))
                        .anyMatch(one -> Files.isExecutable(Path.of(one, "promtool"))),
                "no promtool on the PATH (Debian package prometheus)");
        Path said = folder.resolve("said.txt");
        List<String> command = new ArrayList<>(List.of("promtool"));
        command.addAll(arguments);
        Process promtool = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        assertThat(promtool.waitFor(30, TimeUnit.SECONDS)).as("promtool ends").isTrue();
        assertThat(promtool.exitValue()).as(Files.readString(said, UTF_8)).isZero();
    }
}
