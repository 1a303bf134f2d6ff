package io.postern.helm;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Rendered objects. */
record Objects(List<JsonNode> all) {

    static final ObjectMapper YAML = new ObjectMapper(
            new YAMLFactory().enable(com.fasterxml.jackson.core.JsonParser.Feature.STRICT_DUPLICATE_DETECTION));

    private static final Set<String> WORKLOADS = Set.of("Deployment", "StatefulSet", "Job", "Pod");

    static Objects of(String yaml) {
        try (YAMLParser parser = ((YAMLFactory) YAML.getFactory()).createParser(yaml)) {
            return new Objects(YAML.readValues(parser, JsonNode.class).readAll().stream()
                    .filter(JsonNode::isObject)
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Stream<JsonNode> kind(String kind) {
        return all.stream().filter(object -> object.path("kind").asText().equals(kind));
    }

    Set<String> names(String kind) {
        return kind(kind).map(Objects::name).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    JsonNode one(String kind, String name) {
        return kind(kind)
                .filter(object -> name(object).equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + kind + " " + name + " among " + names(kind)));
    }

    /** The templates of pods by what they belong to, such as {@code Deployment/postern-rbl}. */
    Map<String, JsonNode> pods() {
        return all.stream()
                .filter(object -> WORKLOADS.contains(object.path("kind").asText()))
                .collect(Collectors.toMap(Objects::id, Objects::pod));
    }

    /** The pod's own part of a workload: with metadata and spec. */
    static JsonNode pod(JsonNode workload) {
        JsonNode template = workload.at("/spec/template");
        return template instanceof MissingNode ? workload : template;
    }

    /** The one container. */
    static JsonNode container(JsonNode pod) {
        JsonNode containers = pod.at("/spec/containers");
        if (containers.size() != 1) {
            throw new AssertionError("not one container: " + containers);
        }
        return requireNonNull(containers.get(0));
    }

    /** The properties that a service is started with. */
    Map<String, String> properties(String service) {
        String text = one("ConfigMap", "postern-" + service)
                .at("/data/application.properties")
                .asText();
        return text.lines()
                .filter(line -> !line.isBlank())
                .map(line -> line.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    }

    static String name(JsonNode object) {
        return object.at("/metadata/name").asText();
    }

    static String id(JsonNode object) {
        return object.path("kind").asText() + "/" + name(object);
    }

    /** All values below a node that have this key, wherever. */
    static Stream<JsonNode> values(JsonNode node, String key) {
        return node.findValues(key).stream();
    }

    static Stream<JsonNode> stream(JsonNode array) {
        return array.valueStream();
    }
}
