package io.postern.delivery.directory;

import static java.util.Objects.requireNonNull;

import io.postern.delivery.file.InvalidFile;
import io.postern.delivery.file.YamlFile;
import io.postern.delivery.mailbox.Quota;
import io.postern.delivery.mailbox.TagFolders;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * The operator's directory file:
 *
 * <pre>
 * domains:
 *   postern.test:
 *     mailboxes: [alice, bob, carol]
 *     aliases:
 *       sales: [alice, bob]
 *       bob: [bob, bob@elsewhere.example]
 *     catch-all: carol
 *     quota: 2G
 *     quotas: {alice: {size: 5G, mails: 100000}}
 *     delimiters: "+"
 *     tag-folders: create
 *   shop.test:
 *     mailboxes: [orders]
 *     store: lmtp:127.0.0.1:24
 * </pre>
 *
 * <p>Without a store the mailboxes are Maildirs of ours.
 */
final class DirectoryFile {

    private static final Set<String> KEYS =
            Set.of("mailboxes", "store", "aliases", "catch-all", "quota", "quotas", "delimiters", "tag-folders");

    private final YamlFile file;
    private final Map<String, Domain> domains = new LinkedHashMap<>();
    private final Set<String> mailboxes = new LinkedHashSet<>();
    private final Map<String, Quota> quotas = new LinkedHashMap<>();
    private final Map<String, List<String>> aliases = new LinkedHashMap<>();
    private final Map<String, Node> aliasNodes = new LinkedHashMap<>();

    private DirectoryFile(YamlFile file) {
        this.file = file;
    }

    /** @throws InvalidFile if the file cannot be read or has a mistake */
    static Directory read(Path file) {
        return new DirectoryFile(new YamlFile(file)).read();
    }

    private Directory read() {
        Node listed = file.only(file.document(), "domains");
        file.fields(listed, "a domain").forEach(this::domain);
        Directory directory = new Directory(domains, mailboxes, quotas, aliases);
        for (String name : Expansion.deadEnds(directory)) {
            throw file.mistake(
                    aliasNodes.get(name),
                    name + " leads to nobody: in a circle, to too many, or to one who is not listed");
        }
        return directory;
    }

    private void domain(ScalarNode name, Node settings) {
        String domain = checked(name, Addresses::domain);
        Map<String, Node> keys = file.keys(settings, KEYS);
        if (domains.put(domain, how(keys)) != null) {
            throw file.mistake(name, "domain " + domain + " is listed twice");
        }
        for (Node mailbox : file.list(file.required(settings, keys, "mailboxes"))) {
            String address = local(file.scalar(mailbox, "a mailbox"), "mailbox") + "@" + domain;
            if (!mailboxes.add(address)) {
                throw file.mistake(mailbox, "mailbox " + address + " is listed twice");
            }
        }
        quotas(domain, keys.get("quotas"));
        aliases(domain, keys.get("aliases"));
        if (keys.containsKey("catch-all")) {
            alias("@" + domain, domain, requireNonNull(keys.get("catch-all")));
        }
    }

    private Domain how(Map<String, Node> keys) {
        return new Domain(
                value(keys.get("store"), "a store", Stores::parse),
                value(keys.get("delimiters"), "delimiters", Addresses::delimiters),
                tagFolders(keys.get("tag-folders")),
                keys.containsKey("quota") ? quota(requireNonNull(keys.get("quota"))) : null);
    }

    private TagFolders tagFolders(@Nullable Node node) {
        TagFolders folders = value(node, "none, existing or create", text -> switch (text) {
            case "none" -> TagFolders.NONE;
            case "existing" -> TagFolders.EXISTING;
            case "create" -> TagFolders.CREATE;
            default -> throw new IllegalArgumentException("neither none, existing nor create: " + text);
        });
        return folders == null ? TagFolders.NONE : folders;
    }

    private void quotas(String domain, @Nullable Node node) {
        if (node == null) {
            return;
        }
        file.fields(node, "a mailbox").forEach((name, given) -> {
            String address = local(name, "mailbox") + "@" + domain;
            if (!mailboxes.contains(address)) {
                throw file.mistake(name, "a quota for nobody: " + address + " is no mailbox");
            }
            if (quotas.put(address, quota(given)) != null) {
                throw file.mistake(name, address + " has two quotas");
            }
        });
    }

    private Quota quota(Node node) {
        if (!(node instanceof MappingNode)) {
            long size = requireNonNull(value(node, "a size", Quota::size));
            return new Quota(size, 0);
        }
        Map<String, Node> keys = file.keys(node, Set.of("size", "mails"));
        Long size = value(keys.get("size"), "a size", Quota::size);
        Node mails = keys.get("mails");
        if (size == null && mails == null) {
            throw file.mistake(node, "a quota without 'size' or 'mails'");
        }
        return new Quota(size == null ? 0 : size, mails == null ? 0 : file.number(mails, 1, Integer.MAX_VALUE));
    }

    private void aliases(String domain, @Nullable Node node) {
        if (node != null) {
            file.fields(node, "an alias")
                    .forEach((name, targets) -> alias(local(name, "name") + "@" + domain, domain, targets));
        }
    }

    private void alias(String name, String domain, Node node) {
        Set<String> targets = new LinkedHashSet<>();
        for (Node target : node instanceof SequenceNode ? file.list(node) : List.of(node)) {
            String address = requireNonNull(value(
                    target, "an address", text -> Addresses.address(text.contains("@") ? text : text + "@" + domain)));
            if (!targets.add(address)) {
                throw file.mistake(target, name + " names " + address + " twice");
            }
        }
        if (targets.isEmpty() || targets.size() > Expansion.MOST) {
            throw file.mistake(node, name + " stands for " + targets.size() + "; it may be 1 to " + Expansion.MOST);
        }
        if (aliases.put(name, List.copyOf(targets)) != null) {
            throw file.mistake(node, "alias " + name + " is listed twice");
        }
        aliasNodes.put(name, node);
    }

    private <T> @Nullable T value(@Nullable Node node, String expected, Function<String, T> reading) {
        return node == null ? null : checked(file.scalar(node, expected), reading);
    }

    private String local(ScalarNode name, String what) {
        return checked(name, text -> Addresses.local(text, what));
    }

    private <T> T checked(ScalarNode node, Function<String, T> reading) {
        try {
            return reading.apply(node.getValue());
        } catch (IllegalArgumentException e) {
            throw file.mistake(node, String.valueOf(e.getMessage()));
        }
    }
}
