package io.postern.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The page of the chart names each value, and no other. */
class ReadmeTest {

    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-zA-Z0-9.]+)` \\| (.*?) \\| ");

    /** Told of as one value. */
    private static final Pattern WHOLE = Pattern.compile(".*(resources|labels|annotations|podSecurityContext)");

    @Test
    void theTableHasEachValueWithItsDefault() throws IOException {
        Set<String> named = new TreeSet<>();
        JsonNode values = Objects.YAML.readTree(Files.readString(Chart.FOLDER.resolve("values.yaml")));
        for (MatchResult row : ROW.matcher(Files.readString(Chart.FOLDER.resolve("README.md")))
                .results()
                .toList()) {
            String key = row.group(1);
            named.add(key);
            JsonNode value = values.at("/" + key.replace('.', '/'));
            assertThat(value.isMissingNode()).as(key + " is not a value").isFalse();
            if (value.isValueNode()) {
                assertThat(row.group(2)).as(key).isEqualTo(value.asText().isEmpty() ? "" : "`" + value.asText() + "`");
            }
        }
        assertThat(named).isEqualTo(leaves(values));
    }

    /** What a person would set: the sections of a service are told of once, as {@code defaults}. */
    private static Set<String> leaves(JsonNode values) {
        Set<String> leaves = new TreeSet<>();
        collect("", values, leaves);
        Set<String> common = leaves.stream()
                .filter(key -> key.startsWith("defaults."))
                .map(key -> key.substring("defaults.".length()))
                .collect(Collectors.toSet());
        leaves.removeIf(key -> key.startsWith("checks.")
                || (key.matches("(ingress|delivery)\\..*") && common.contains(key.substring(key.indexOf('.') + 1))));
        return leaves;
    }

    private static void collect(String prefix, JsonNode node, Set<String> leaves) {
        node.propertyStream().forEach(entry -> {
            String key = prefix + entry.getKey();
            JsonNode value = entry.getValue();
            if (value.isObject() && !value.isEmpty() && !WHOLE.matcher(key).matches()) {
                collect(key + ".", value, leaves);
            } else {
                leaves.add(key);
            }
        });
    }
}
