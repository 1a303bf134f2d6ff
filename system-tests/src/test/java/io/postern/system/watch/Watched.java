package io.postern.system.watch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.postern.system.gateway.Gateway;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The files with alert rules and dashboards. */
public final class Watched {

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final ObjectMapper JSON = new ObjectMapper();

    private Watched() {}

    static List<Path> ruleFiles() throws IOException {
        return files("deploy/alerts", ".yaml");
    }

    static List<Path> dashboards() throws IOException {
        return files("deploy/dashboards", ".json");
    }

    private static List<Path> files(String folder, String end) throws IOException {
        try (Stream<Path> all = Files.list(Gateway.checkout().resolve(folder))) {
            return all.filter(file -> file.toString().endsWith(end)).sorted().toList();
        }
    }

    /** All alerts, as the files have them. */
    static List<JsonNode> alerts() throws IOException {
        List<JsonNode> alerts = new ArrayList<>();
        for (Path file : ruleFiles()) {
            YAML.readTree(file.toFile())
                    .path("groups")
                    .forEach(group -> group.path("rules").forEach(alerts::add));
        }
        return alerts;
    }

    static JsonNode dashboard(Path file) throws IOException {
        return JSON.readTree(file.toFile());
    }

    /** Every expression, by where it is. */
    public static Map<String, String> expressions() throws IOException {
        Map<String, String> expressions = new TreeMap<>();
        for (JsonNode alert : alerts()) {
            expressions.put(alert.path("alert").asText(), alert.path("expr").asText());
        }
        for (Path file : dashboards()) {
            for (JsonNode panel : dashboard(file).path("panels")) {
                for (JsonNode target : panel.path("targets")) {
                    String place =
                            file.getFileName() + ": " + panel.path("title").asText() + " "
                                    + target.path("refId").asText();
                    expressions.put(place, target.path("expr").asText());
                }
            }
        }
        return expressions;
    }
}
