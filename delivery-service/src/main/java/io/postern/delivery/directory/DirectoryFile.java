package io.postern.delivery.directory;

import static java.util.Locale.ROOT;
import static java.util.Objects.requireNonNull;

import io.postern.delivery.file.InvalidFile;
import io.postern.delivery.file.YamlFile;
import io.postern.delivery.relay.Endpoint;
import io.postern.delivery.relay.Route;
import io.postern.delivery.relay.smtp.Terms;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * The operator's directory file:
 *
 * <pre>
 * domains:
 *   postern.test:
 *     mailboxes: [alice, bob, carol]
 *     store: lmtp:127.0.0.1:24
 * </pre>
 *
 * <p>Without a store the mailboxes are Maildirs of ours.
 */
final class DirectoryFile {

    /** A domain in letters, digits and hyphens; one in another script as A-labels (RFC 5890 section 2.3.1). */
    private static final Pattern DOMAIN =
            Pattern.compile("(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*");

    /** Without the slash, which would reach for another folder. */
    private static final String ATOM = "[a-z0-9!#$%&'*+=?^_`{|}~\\p{L}\\p{M}\\p{N}-]+";

    /** A dot-string (RFC 5321 section 4.1.2, RFC 6531 section 3.3). */
    private static final Pattern LOCAL_PART = Pattern.compile("(?=.{1,64}$)" + ATOM + "(\\." + ATOM + ")*");

    private static final String LMTP = "lmtp:";

    /** A store is in the house. */
    private static final Terms STORE = Terms.USUAL;

    private static final Set<String> KEYS = Set.of("mailboxes", "store");

    private final YamlFile file;

    private DirectoryFile(YamlFile file) {
        this.file = file;
    }

    /** @throws InvalidFile if the file cannot be read or has a mistake */
    static Directory read(Path file) {
        return new DirectoryFile(new YamlFile(file)).read();
    }

    private Directory read() {
        Set<String> domains = new LinkedHashSet<>();
        Set<String> mailboxes = new LinkedHashSet<>();
        Map<String, Route> stores = new LinkedHashMap<>();
        Node listed = file.only(file.document(), "domains");
        file.fields(listed, "a domain").forEach((name, settings) -> {
            String domain = checked(name, DOMAIN, "domain");
            if (!domains.add(domain)) {
                throw file.mistake(name, "domain " + domain + " is listed twice");
            }
            Map<String, Node> keys = file.keys(settings, KEYS);
            for (Node mailbox : file.list(file.required(settings, keys, "mailboxes"))) {
                String address = checked(file.scalar(mailbox, "a mailbox"), LOCAL_PART, "mailbox") + "@" + domain;
                if (!mailboxes.add(address)) {
                    throw file.mistake(mailbox, "mailbox " + address + " is listed twice");
                }
            }
            if (keys.containsKey("store")) {
                stores.put(domain, store(requireNonNull(keys.get("store"))));
            }
        });
        return new Directory(domains, mailboxes, stores);
    }

    private Route store(Node node) {
        String text = file.scalar(node, "a store").getValue();
        try {
            if (text.startsWith(LMTP)) {
                String address = text.substring(LMTP.length());
                return address.startsWith("/")
                        ? new Route.LmtpSocket(Path.of(address), STORE)
                        : lmtp(Endpoint.parse(address));
            }
        } catch (IllegalArgumentException e) {
            throw file.mistake(node, String.valueOf(e.getMessage()));
        }
        throw file.mistake(node, "not a store: " + text + "; expected lmtp:HOST:PORT or lmtp:/PATH");
    }

    private static Route lmtp(Endpoint at) {
        return new Route.Lmtp(at.host(), at.port(), STORE);
    }

    private String checked(ScalarNode name, Pattern pattern, String what) {
        String lower =
                Normalizer.normalize(name.getValue(), Normalizer.Form.NFC).toLowerCase(ROOT);
        if (!pattern.matcher(lower).matches()) {
            throw file.mistake(name, "not a " + what + ": " + name.getValue());
        }
        return lower;
    }
}
