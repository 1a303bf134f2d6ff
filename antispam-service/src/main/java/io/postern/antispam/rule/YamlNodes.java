package io.postern.antispam.rule;

import io.postern.check.file.BadFile;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** YAML as nodes that know their lines, so that what is wrong with a file can be told with the line. */
final class YamlNodes {

    private YamlNodes() {}

    /** @return {@code null} if there is nothing */
    static @Nullable Node read(String text) throws BadFile {
        try {
            return new Yaml(new LoaderOptions()).compose(new StringReader(text));
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
            throw new BadFile("line " + line + ": " + e.getProblem());
        } catch (YAMLException e) {
            throw new BadFile(String.valueOf(e.getMessage()));
        }
    }

    /** The values of a mapping by their keys, in their order. */
    static Map<String, Node> map(Node node) throws BadFile {
        if (!(node instanceof MappingNode mapping)) {
            throw bad(node, "keys with values expected");
        }
        Map<String, Node> map = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            if (map.put(text(tuple.getKeyNode()), tuple.getValueNode()) != null) {
                throw bad(tuple.getKeyNode(), text(tuple.getKeyNode()) + " is there twice");
            }
        }
        return map;
    }

    static List<Node> list(Node node) throws BadFile {
        if (!(node instanceof SequenceNode sequence)) {
            throw bad(node, "a list expected");
        }
        return sequence.getValue();
    }

    static List<String> texts(Node node) throws BadFile {
        List<String> texts = new ArrayList<>();
        for (Node entry : list(node)) {
            texts.add(text(entry));
        }
        return texts;
    }

    static String text(Node node) throws BadFile {
        if (!(node instanceof ScalarNode scalar)) {
            throw bad(node, "a text expected");
        }
        return scalar.getValue();
    }

    /** @return a finite number of at most three digits in front of the point */
    static double number(Node node) throws BadFile {
        try {
            double number = Double.parseDouble(text(node));
            if (Math.abs(number) < 10_000) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw bad(node, text(node) + " is not a number");
        }
        throw bad(node, text(node) + " is not between -9999 and 9999");
    }

    static BadFile bad(Node node, String what) {
        return new BadFile("line " + (node.getStartMark().getLine() + 1) + ": " + what);
    }
}
