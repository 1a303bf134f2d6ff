package io.postern.delivery.directory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Locale.ROOT;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * The operator's directory file:
 *
 * <pre>
 * domains:
 *   postern.test:
 *     mailboxes: [alice, bob, carol]
 * </pre>
 *
 * <p>It is read as nodes, not as objects, for the line of every mistake. A key that is not known is one: it is misspelt.
 */
final class DirectoryFile {

    /** A domain in letters, digits and hyphens; one in another script as A-labels (RFC 5890 section 2.3.1). */
    private static final Pattern DOMAIN =
            Pattern.compile("(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*");

    /** Without the slash, which would reach for another folder. */
    private static final String ATOM = "[a-z0-9!#$%&'*+=?^_`{|}~\\p{L}\\p{M}\\p{N}-]+";

    /** A dot-string (RFC 5321 section 4.1.2, RFC 6531 section 3.3). */
    private static final Pattern LOCAL_PART = Pattern.compile("(?=.{1,64}$)" + ATOM + "(\\." + ATOM + ")*");

    private final Path file;

    private DirectoryFile(Path file) {
        this.file = file;
    }

    /** @throws InvalidDirectory if the file cannot be read or has a mistake */
    static Directory read(Path file) {
        return new DirectoryFile(file).read();
    }

    private Directory read() {
        Set<String> domains = new LinkedHashSet<>();
        Set<String> mailboxes = new LinkedHashSet<>();
        Node listed = only(document(), "domains");
        fields(listed, "a domain").forEach((name, settings) -> {
            String domain = checked(name, DOMAIN, "domain");
            if (!domains.add(domain)) {
                throw mistake(name, "domain " + domain + " is listed twice");
            }
            for (Node mailbox : list(only(settings, "mailboxes"))) {
                String address = checked(scalar(mailbox, "a mailbox"), LOCAL_PART, "mailbox") + "@" + domain;
                if (!mailboxes.add(address)) {
                    throw mistake(mailbox, "mailbox " + address + " is listed twice");
                }
            }
        });
        return new Directory(domains, mailboxes);
    }

    private Node document() {
        try {
            Node root = new Yaml(new LoaderOptions()).compose(Files.newBufferedReader(file, UTF_8));
            if (root == null) {
                throw new InvalidDirectory(file, 1, "the file is empty");
            }
            return root;
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            throw new InvalidDirectory(file, line, e.getProblem());
        } catch (IOException e) {
            throw new InvalidDirectory(file, "cannot be read", e);
        }
    }

    private String checked(ScalarNode name, Pattern pattern, String what) {
        String lower =
                Normalizer.normalize(name.getValue(), Normalizer.Form.NFC).toLowerCase(ROOT);
        if (!pattern.matcher(lower).matches()) {
            throw mistake(name, "not a " + what + ": " + name.getValue());
        }
        return lower;
    }

    /** The value of the one key that {@code node} may have. */
    private Node only(Node node, String key) {
        Node value = null;
        for (Map.Entry<ScalarNode, Node> field : fields(node, "'" + key + "'").entrySet()) {
            if (!field.getKey().getValue().equals(key) || value != null) {
                throw mistake(
                        field.getKey(),
                        "expected '" + key + "' once, found '" + field.getKey().getValue() + "'");
            }
            value = field.getValue();
        }
        if (value == null) {
            throw mistake(node, "'" + key + "' is missing");
        }
        return value;
    }

    private Map<ScalarNode, Node> fields(Node node, String expected) {
        if (!(node instanceof MappingNode mapping)) {
            throw mistake(node, "expected " + expected + " with a colon");
        }
        Map<ScalarNode, Node> fields = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            fields.put(scalar(tuple.getKeyNode(), expected), tuple.getValueNode());
        }
        return fields;
    }

    private List<Node> list(Node node) {
        if (!(node instanceof SequenceNode sequence)) {
            throw mistake(node, "expected a list");
        }
        return sequence.getValue();
    }

    private ScalarNode scalar(@Nullable Node node, String expected) {
        if (!(node instanceof ScalarNode scalar)) {
            throw mistake(node, "expected " + expected);
        }
        return scalar;
    }

    private InvalidDirectory mistake(@Nullable Node node, String reason) {
        return new InvalidDirectory(file, node == null ? 1 : node.getStartMark().getLine() + 1, reason);
    }
}
