package io.postern.antispam.rule;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.postern.antispam.letter.Words;
import io.postern.check.file.BadFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;

/**
 * The YAML in which rules are written. What it says stands above what comes with us: a score replaces a score, a list
 * a list; what it does not name stays.
 */
public final class ScoresText {

    private static final Set<String> KEYS = Set.of("limits", "scores", "lists", "phrases", "words", "patterns");

    private final Map<String, Double> scores;
    private final Map<String, Set<String>> lists;
    private final Map<String, List<String>> phrases;
    private final Map<String, Double> words;
    private final List<OwnPattern> patterns = new ArrayList<>();
    private final Scores.Limits before;

    private ScoresText(Scores base) {
        this.scores = new TreeMap<>(base.scores());
        this.lists = new HashMap<>(base.lists().entries());
        this.phrases = new HashMap<>(base.phrases().themes());
        this.words = new HashMap<>(base.words());
        this.before = base.limits();
    }

    /** What comes with us: rules and lists as they were chosen, scores as they were fitted. */
    public static Scores shipped() {
        Scores nothing =
                new Scores(Map.of(), new Scores.Limits(0, 0, 0), Lists.NONE, Phrases.NONE, Map.of(), List.of());
        return shipped("/scores.yaml", shipped("/rules.yaml", nothing));
    }

    private static Scores shipped(String resource, Scores base) {
        try (InputStream in = ScoresText.class.getResourceAsStream(resource)) {
            return parse(new String(Objects.requireNonNull(in, resource).readAllBytes(), StandardCharsets.UTF_8), base);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (BadFile e) {
            throw new IllegalStateException(resource, e);
        }
    }

    /**
     * Reads a file of the operator.
     *
     * @param base what stands where it says nothing
     * @throws BadFile naming the line
     */
    public static Scores parse(String yaml, Scores base) throws BadFile {
        Node root = YamlNodes.read(yaml);
        return root == null ? base : new ScoresText(base).read(YamlNodes.map(root));
    }

    private Scores read(Map<String, Node> sections) throws BadFile {
        for (Map.Entry<String, Node> section : sections.entrySet()) {
            if (!KEYS.contains(section.getKey())) {
                throw YamlNodes.bad(section.getValue(), section.getKey() + " is none of " + sorted(KEYS));
            }
        }
        lists(sections.get("lists"));
        phrases(sections.get("phrases"));
        numbers(sections.get("words"), words);
        patterns(sections.get("patterns"));
        scores(sections.get("scores"));
        return new Scores(
                scores, limits(sections.get("limits")), new Lists(lists), new Phrases(phrases), words, patterns);
    }

    private static String sorted(Set<String> keys) {
        return keys.stream().sorted().collect(Collectors.joining(", "));
    }

    private Scores.Limits limits(@Nullable Node node) throws BadFile {
        Map<String, Double> given =
                new TreeMap<>(Map.of("spam", before.spam(), "ham", before.ham(), "words", before.words()));
        int known = given.size();
        numbers(node, given);
        if (node != null && (given.size() > known || given.values().stream().anyMatch(limit -> limit < 0))) {
            throw YamlNodes.bad(node, "limits are spam, ham and words, and none is below 0");
        }
        return new Scores.Limits(
                given.getOrDefault("spam", before.spam()),
                given.getOrDefault("ham", before.ham()),
                given.getOrDefault("words", before.words()));
    }

    private void scores(@Nullable Node node) throws BadFile {
        for (Map.Entry<String, Node> score : map(node).entrySet()) {
            String rule = score.getKey();
            boolean theme = rule.startsWith(Scores.THEME) && phrases.containsKey(rule.substring(Scores.THEME.length()));
            if (!theme && !rule.startsWith(Scores.URL) && !Rules.NAMES.contains(rule)) {
                throw YamlNodes.bad(score.getValue(), "no rule is named " + rule);
            }
            scores.put(rule, YamlNodes.number(score.getValue()));
        }
    }

    private void lists(@Nullable Node node) throws BadFile {
        for (Map.Entry<String, Node> list : map(node).entrySet()) {
            lists.put(
                    list.getKey(),
                    YamlNodes.texts(list.getValue()).stream()
                            .map(entry -> entry.toLowerCase(Locale.ROOT))
                            .collect(Collectors.toUnmodifiableSet()));
        }
    }

    private void phrases(@Nullable Node node) throws BadFile {
        for (Map.Entry<String, Node> theme : map(node).entrySet()) {
            for (Node phrase : YamlNodes.list(theme.getValue())) {
                int length =
                        Words.of(YamlNodes.text(phrase), Phrases.MOST_WORDS + 1).size();
                if (length == 0 || length > Phrases.MOST_WORDS) {
                    throw YamlNodes.bad(phrase, "a phrase has from 1 to " + Phrases.MOST_WORDS + " words");
                }
            }
            phrases.put(theme.getKey(), YamlNodes.texts(theme.getValue()));
        }
    }

    private static void numbers(@Nullable Node node, Map<String, Double> into) throws BadFile {
        for (Map.Entry<String, Node> entry : map(node).entrySet()) {
            into.put(entry.getKey().toLowerCase(Locale.ROOT), YamlNodes.number(entry.getValue()));
        }
    }

    private static Map<String, Node> map(@Nullable Node node) throws BadFile {
        return node == null ? Map.of() : YamlNodes.map(node);
    }

    private void patterns(@Nullable Node node) throws BadFile {
        for (Node entry : node == null ? List.<Node>of() : YamlNodes.list(node)) {
            patterns.add(pattern(entry, YamlNodes.map(entry)));
        }
    }

    private static OwnPattern pattern(Node entry, Map<String, Node> keys) throws BadFile {
        String name = YamlNodes.text(needed(entry, keys, "name"));
        if (!name.matches("[a-z][a-z0-9-]{0,40}") || Rules.NAMES.contains(name)) {
            throw YamlNodes.bad(entry, "not a name for a rule of one's own: " + name);
        }
        Node text = keys.get("text");
        return new OwnPattern(
                name,
                place(needed(entry, keys, "in")),
                compiled(needed(entry, keys, "pattern")),
                YamlNodes.number(needed(entry, keys, "score")),
                text == null ? "a pattern of the operator" : YamlNodes.text(text));
    }

    private static Node needed(Node entry, Map<String, Node> keys, String key) throws BadFile {
        Node node = keys.get(key);
        if (node == null) {
            throw YamlNodes.bad(entry, "the pattern has no " + key);
        }
        return node;
    }

    private static OwnPattern.Place place(Node node) throws BadFile {
        try {
            return OwnPattern.Place.valueOf(YamlNodes.text(node).toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw YamlNodes.bad(node, "not subject, from, body, header or link: " + YamlNodes.text(node));
        }
    }

    private static Pattern compiled(Node node) throws BadFile {
        try {
            return Pattern.compile(YamlNodes.text(node));
        } catch (PatternSyntaxException e) {
            throw YamlNodes.bad(node, "bad pattern: " + e.getDescription());
        }
    }
}
