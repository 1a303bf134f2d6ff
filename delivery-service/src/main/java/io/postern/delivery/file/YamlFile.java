package io.postern.delivery.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** A file read as nodes, not as objects, for the line of every mistake. A key that is not known is one: it is misspelt. */
public final class YamlFile {

    private final Path path;

    public YamlFile(Path path) {
        this.path = path;
    }

    /** @throws InvalidFile if the file cannot be read, is empty or no YAML */
    public Node document() {
        try (Reader reader = Files.newBufferedReader(path, UTF_8)) {
            Node root = new Yaml(new LoaderOptions()).compose(reader);
            if (root == null) {
                throw new InvalidFile(path, 1, "the file is empty");
            }
            return root;
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            throw new InvalidFile(path, line, e.getProblem());
        } catch (IOException e) {
            throw new InvalidFile(path, "cannot be read", e);
        }
    }

    /** The value of the one key that {@code node} may have. */
    public Node only(Node node, String key) {
        return required(node, keys(node, Set.of(key)), key);
    }

    /** The values by key. */
    public Map<String, Node> keys(Node node, Set<String> known) {
        Map<String, Node> values = new LinkedHashMap<>();
        fields(node, known.size() == 1 ? "'" + known.iterator().next() + "'" : "one of " + known)
                .forEach((key, value) -> {
                    String name = key.getValue();
                    if (!known.contains(name)) {
                        throw mistake(key, "not a key here: '" + name + "'; known are " + sorted(known));
                    }
                    if (values.put(name, value) != null) {
                        throw mistake(key, "'" + name + "' is given twice");
                    }
                });
        return values;
    }

    private static List<String> sorted(Set<String> names) {
        return names.stream().sorted().toList();
    }

    /** The value of a key that has to be there. */
    public Node required(Node node, Map<String, Node> keys, String key) {
        Node value = keys.get(key);
        if (value == null) {
            throw mistake(node, "'" + key + "' is missing");
        }
        return value;
    }

    /** The entries of a mapping, in their order. */
    public Map<ScalarNode, Node> fields(Node node, String expected) {
        if (!(node instanceof MappingNode mapping)) {
            throw mistake(node, "expected " + expected + " with a colon");
        }
        Map<ScalarNode, Node> fields = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            fields.put(scalar(tuple.getKeyNode(), expected), tuple.getValueNode());
        }
        return fields;
    }

    public List<Node> list(Node node) {
        if (!(node instanceof SequenceNode sequence)) {
            throw mistake(node, "expected a list");
        }
        return sequence.getValue();
    }

    public ScalarNode scalar(@Nullable Node node, String expected) {
        if (!(node instanceof ScalarNode scalar)) {
            throw mistake(node, "expected " + expected);
        }
        return scalar;
    }

    /** A whole number within bounds. */
    public int number(Node node, int least, int most) {
        String text = scalar(node, "a number").getValue();
        try {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // as below
        }
        throw mistake(node, "not a number from " + least + " to " + most + ": " + text);
    }

    public InvalidFile mistake(@Nullable Node node, String reason) {
        return new InvalidFile(path, node == null ? 1 : node.getStartMark().getLine() + 1, reason);
    }
}
