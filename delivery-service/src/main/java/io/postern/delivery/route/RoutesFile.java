package io.postern.delivery.route;

import static java.util.Locale.ROOT;

import io.postern.delivery.file.InvalidFile;
import io.postern.delivery.file.YamlFile;
import io.postern.delivery.relay.Endpoint;
import io.postern.delivery.relay.Route;
import io.postern.delivery.relay.pace.PaceLimits;
import io.postern.delivery.relay.smtp.Credentials;
import io.postern.delivery.relay.smtp.Terms;
import io.postern.delivery.relay.smtp.Tls;
import io.quarkus.runtime.configuration.DurationConverter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;

/**
 * The operator's list of ways out of the house:
 *
 * <pre>
 * routes:
 *   - domains: [partner.example, "*.partner.example"]
 *     to: mail.partner.example:25
 *     tls: required
 *   - domains: ["*"]
 *     to: mx
 * </pre>
 */
final class RoutesFile {

    private static final Set<String> KEYS = Set.of(
            "domains",
            "to",
            "tls",
            "login",
            "source",
            "recipients",
            "concurrency",
            "rate",
            "retries",
            "warn-after",
            "lifetime");

    private static final Pattern DOMAIN = Pattern.compile("\\*|(\\*\\.)?[a-z0-9_-]+(\\.[a-z0-9_-]+)*");
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    private final YamlFile file;
    private final Path path;
    private final Defaults defaults;

    /**
     * What holds where a route says nothing.
     *
     * @param terms to speak on
     * @param pace of a destination
     * @param retries of a mail
     * @param port on which mail exchangers listen
     */
    record Defaults(Terms terms, PaceLimits pace, RetrySchedule retries, int port) {}

    private RoutesFile(Path path, Defaults defaults) {
        this.file = new YamlFile(path);
        this.path = path;
        this.defaults = defaults;
    }

    /** @throws InvalidFile if the file cannot be read or has a mistake */
    static Routes read(Path path, Defaults defaults) {
        return new RoutesFile(path, defaults).read();
    }

    private Routes read() {
        List<Routes.Rule> rules = new ArrayList<>();
        for (Node route : file.list(file.only(file.document(), "routes"))) {
            rules.add(rule(route));
        }
        return new Routes(rules, defaults.retries());
    }

    private Routes.Rule rule(Node route) {
        Map<String, Node> keys = file.keys(route, KEYS);
        List<String> domains = file.list(file.required(route, keys, "domains")).stream()
                .map(this::domain)
                .toList();
        RetrySchedule retries = retries(keys);
        Node to = file.required(route, keys, "to");
        String where = text(to);
        if (where.equals("hold")) {
            return new Routes.Rule(domains, domain -> new Way.Waiting(retries));
        }
        Function<String, Route> out = where.equals("mx") ? exchangers(terms(keys)) : hop(to, where, terms(keys));
        PaceLimits pace = pace(keys);
        return new Routes.Rule(domains, domain -> new Way.Network(out.apply(domain), pace, retries));
    }

    private String domain(Node node) {
        String domain = text(node).toLowerCase(ROOT);
        if (!DOMAIN.matcher(domain).matches()) {
            throw file.mistake(node, "not a domain: " + text(node));
        }
        return domain;
    }

    private Function<String, Route> exchangers(Terms terms) {
        return domain -> new Route.Mx(domain, defaults.port(), terms);
    }

    private Function<String, Route> hop(Node node, String where, Terms terms) {
        Endpoint at = checked(node, () -> Endpoint.parse(where));
        Route hop = new Route.NextHop(at.host(), at.port(), terms);
        return domain -> hop;
    }

    private Terms terms(Map<String, Node> keys) {
        Terms terms = defaults.terms();
        Node tls = keys.get("tls");
        if (tls != null) {
            terms = terms.tls(checked(tls, () -> tls(text(tls))));
        }
        Node login = keys.get("login");
        if (login != null) {
            terms = terms.login(credentials(login));
        }
        Node source = keys.get("source");
        if (source != null) {
            terms = terms.from(file.list(source).stream().map(this::address).toArray(InetAddress[]::new));
        }
        Node recipients = keys.get("recipients");
        return recipients == null ? terms : terms.recipients(file.number(recipients, 1, 1000));
    }

    private static Tls tls(String name) {
        for (Tls tls : Tls.values()) {
            if (tls.name().toLowerCase(ROOT).equals(name)) {
                return tls;
            }
        }
        throw new IllegalArgumentException("not one of "
                + Arrays.stream(Tls.values())
                        .map(tls -> tls.name().toLowerCase(ROOT))
                        .toList() + ": " + name);
    }

    /** The password lies in a file of its own, whose path counts from the folder of this one. */
    private Credentials credentials(Node login) {
        Map<String, Node> keys = file.keys(login, Set.of("user", "password-file"));
        Node secret = file.required(login, keys, "password-file");
        try {
            String password =
                    Files.readString(path.resolveSibling(text(secret))).strip();
            return new Credentials(text(file.required(login, keys, "user")), password);
        } catch (IOException e) {
            throw file.mistake(secret, "the file of the password cannot be read: " + text(secret));
        }
    }

    @SuppressWarnings("AddressSelection") // an address in digits is looked up nowhere
    private InetAddress address(Node node) {
        String digits = text(node);
        try {
            if (ADDRESS.matcher(digits).matches()) {
                return InetAddress.getByName(digits);
            }
        } catch (UnknownHostException e) {
            // as below
        }
        throw file.mistake(node, "not an IP address: " + digits);
    }

    private PaceLimits pace(Map<String, Node> keys) {
        PaceLimits pace = defaults.pace();
        Node concurrency = keys.get("concurrency");
        Node rate = keys.get("rate");
        int most = concurrency == null ? pace.concurrent() : file.number(concurrency, 1, 1000);
        if (rate == null) {
            return new PaceLimits(most, pace.rate(), pace.per(), pace.failures(), pace.pause(), pace.longestPause());
        }
        String[] words = text(rate).split("/", -1);
        return checked(
                rate,
                () -> new PaceLimits(
                        most,
                        Integer.parseInt(words[0].strip()),
                        words.length == 1 ? Duration.ofSeconds(1) : one(words[1].strip()),
                        pace.failures(),
                        pace.pause(),
                        pace.longestPause()));
    }

    private static Duration one(String unit) {
        return switch (unit) {
            case "s" -> Duration.ofSeconds(1);
            case "m" -> Duration.ofMinutes(1);
            case "h" -> Duration.ofHours(1);
            default -> throw new IllegalArgumentException("a rate is NUMBER/s, /m or /h, not /" + unit);
        };
    }

    private RetrySchedule retries(Map<String, Node> keys) {
        RetrySchedule usual = defaults.retries();
        Node retries = keys.get("retries");
        List<Duration> waits = retries == null
                ? usual.waits()
                : file.list(retries).stream().map(this::duration).toList();
        Node anchor = retries != null ? retries : keys.get("lifetime");
        return checked(
                anchor,
                () -> new RetrySchedule(
                        waits,
                        duration(keys.get("warn-after"), usual.warnAfter()),
                        duration(keys.get("lifetime"), usual.lifetime())));
    }

    private Duration duration(@Nullable Node node, Duration otherwise) {
        return node == null ? otherwise : duration(node);
    }

    private Duration duration(Node node) {
        return checked(node, () -> DurationConverter.parseDuration(text(node)));
    }

    private String text(Node node) {
        return file.scalar(node, "a word").getValue();
    }

    /** A value that the parsing of it finds wrong is a mistake of the file. */
    private <T> T checked(@Nullable Node node, Supplier<T> value) {
        try {
            return value.get();
        } catch (InvalidFile e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw file.mistake(node, String.valueOf(e.getMessage()));
        }
    }
}
