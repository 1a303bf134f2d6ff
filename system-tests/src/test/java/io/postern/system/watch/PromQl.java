package io.postern.system.watch;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which metrics an expression of PromQL names. It knows the words that our expressions use and stumbles over every other one, so
 * that a misspelt function is not taken for a metric or the other way round.
 */
public final class PromQl {

    private static final Set<String> FUNCTIONS = Set.of(
            "absent",
            "avg",
            "count",
            "histogram_quantile",
            "increase",
            "max",
            "min",
            "rate",
            "scalar",
            "sum",
            "topk",
            "vector");

    private static final Set<String> OPERATORS = Set.of("and", "or", "unless", "bool", "offset", "by", "without");

    private static final Pattern TOKEN = Pattern.compile("""
            (?<text>"(?:[^"\\\\]|\\\\.)*")
            |(?<range>\\[(?:\\d+[smhdwy]|\\$__rate_interval)])
            |(?<grouping>\\b(?:by|without)\\s*\\([^)]*\\))
            |(?<duration>\\b\\d+[smhdwy]\\b)
            |(?<number>\\b\\d+(?:\\.\\d+)?\\b)
            |(?<word>[a-zA-Z_:][a-zA-Z0-9_:]*)
            |(?<matchers>\\{(?:[^}"]|"(?:[^"\\\\]|\\\\.)*")*})
            |(?<sign>==|!=|>=|<=|[-+*/%^<>(),])
            |(?<space>\\s+)""", Pattern.COMMENTS);

    /** Behind a function, or an aggregation that says first by what. */
    private static final Pattern CALL = Pattern.compile("\\s*(?:\\(|(?:by|without)\\s*\\()");

    private PromQl() {}

    /** @throws IllegalArgumentException telling what is not understood */
    public static Set<String> metrics(String expression) {
        Set<String> metrics = new LinkedHashSet<>();
        Matcher token = TOKEN.matcher(expression);
        int at = 0;
        while (at < expression.length()) {
            if (!token.find(at) || token.start() != at) {
                throw new IllegalArgumentException("not understood: " + expression.substring(at));
            }
            at = token.end();
            String word = token.group("word");
            if (word == null || OPERATORS.contains(word.toLowerCase(Locale.ROOT))) {
                continue;
            }
            boolean called =
                    CALL.matcher(expression).region(at, expression.length()).lookingAt();
            if (called && !FUNCTIONS.contains(word)) {
                throw new IllegalArgumentException("no function that is known here: " + word);
            }
            if (!called) {
                metrics.add(word);
            }
        }
        return metrics;
    }
}
