package io.postern.delivery.bounce;

import static java.util.Locale.ROOT;
import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * Finds the cause behind a reply. Text goes before codes: every system has its own words, but most of them say
 * everything with 550 and much with 5.7.1. The words are compared as they are, never as patterns: they come from
 * strangers, and a table of phrases is searched in linear time.
 */
public final class Causes {

    private static final String TABLE = "causes.yaml";

    /** Addresses stand in many replies; that somebody is called spam says nothing of the mail. */
    private static final Pattern ADDRESS = Pattern.compile("[^\\s<>@]*+@[^\\s<>]*+");

    private final List<Rule> rules;

    private Causes(List<Rule> rules) {
        this.rules = rules;
    }

    /** The table that comes with the service. */
    public static Causes load() {
        try (InputStream table = requireNonNull(Causes.class.getResourceAsStream(TABLE), TABLE)) {
            List<Map<String, Object>> entries = new Yaml(new SafeConstructor(new LoaderOptions())).load(table);
            return new Causes(entries.stream().map(Rule::of).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * @param status what we hold for the status (RFC 3463); the one in the reply, if there is one, goes before it
     * @param reply of the peer, or words of our own
     */
    public Cause of(String status, Reply reply) {
        String effective = requireNonNullElse(reply.status(), status);
        int replyClass = reply.code() == 0 ? status.charAt(0) - '0' : reply.code() / 100;
        String text = ADDRESS.matcher(reply.text().toLowerCase(ROOT)).replaceAll(" ");
        List<Predicate<Rule>> ways = List.of(
                rule -> rule.phrases.stream().anyMatch(text::contains),
                rule -> rule.namesStatus(effective),
                rule -> rule.hints.stream().anyMatch(text::contains),
                rule -> rule.codes.contains(reply.code()),
                Rule::isLastResort);
        return ways.stream()
                .flatMap(way -> rules.stream()
                        .filter(rule -> rule.only == 0 || rule.only == replyClass)
                        .filter(way))
                .findFirst()
                .orElseThrow()
                .cause;
    }

    /** All there are, in their order. */
    List<Cause> all() {
        return rules.stream().map(Rule::cause).toList();
    }

    private record Rule(
            Cause cause,
            int only,
            List<String> phrases,
            List<String> statuses,
            List<String> hints,
            List<Integer> codes) {

        static Rule of(Map<String, Object> entry) {
            Cause cause = new Cause((String) required(entry, "name"), (String) required(entry, "happened"), (String)
                    required(entry, "advice"));
            return new Rule(
                    cause,
                    (Integer) entry.getOrDefault("only", 0),
                    strings(entry.get("phrases")),
                    strings(entry.get("statuses")),
                    strings(entry.get("hints")),
                    integers(entry.get("codes")));
        }

        private static Object required(Map<String, Object> entry, String key) {
            return requireNonNull(entry.get(key), key);
        }

        @SuppressWarnings("unchecked")
        private static List<String> strings(@Nullable Object list) {
            return list == null ? List.of() : List.copyOf((List<String>) list);
        }

        @SuppressWarnings("unchecked")
        private static List<Integer> integers(@Nullable Object list) {
            return list == null ? List.of() : List.copyOf((List<Integer>) list);
        }

        boolean namesStatus(String status) {
            return statuses.contains(status) || statuses.contains("x" + status.substring(1));
        }

        boolean isLastResort() {
            return phrases.isEmpty() && statuses.isEmpty() && hints.isEmpty() && codes.isEmpty();
        }
    }
}
