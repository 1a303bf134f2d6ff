package io.postern.antispam.rule;

import io.postern.antispam.letter.Letter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What the file of rules says.
 *
 * @param scores what each rule is worth, by its name; one that is not there is worth nothing and is not asked
 * @param limits bounds of sums
 * @param lists what rules look up
 * @param phrases wordings by theme; a theme {@code money} is the rule {@code words-money}
 * @param words what single words are worth; together they are the rule {@code words}
 * @param patterns rules of the operator's own
 */
public record Scores(
        Map<String, Double> scores,
        Limits limits,
        Lists lists,
        Phrases phrases,
        Map<String, Double> words,
        List<OwnPattern> patterns) {

    static final String THEME = "words-";
    static final String WORDS = "words";

    /** Each list of links is a rule: {@code url-NAME}. */
    static final String URL = "url-";

    /** What a listing is worth on a list that has no score of its own. */
    private static final String LISTED = URL + "listed";

    private static final double FURTHER = 0.75;

    /**
     * Bounds of sums.
     *
     * @param spam from which sum on a mail is called spam
     * @param ham so much can speak for a mail at most: who writes spam can write all marks of ham, too
     * @param words so much can single words speak against a mail
     */
    public record Limits(double spam, double ham, double words) {}

    public Scores {
        scores = Map.copyOf(scores);
        words = Map.copyOf(words);
        patterns = List.copyOf(patterns);
    }

    double of(String rule) {
        return scores.getOrDefault(rule, 0.0);
    }

    /** The rule that a list of links is. */
    public static String rule(String list) {
        return URL + list.toLowerCase(Locale.ROOT);
    }

    /** What a listing is worth; 0 if the list is not to be asked. */
    public double ofList(String list) {
        Double own = scores.get(rule(list));
        return own == null ? of(LISTED) : own;
    }

    /** The rules that hold for a mail. */
    public List<Hit> judge(Letter letter) {
        return judge(letter, Rules.ALL);
    }

    /** Of some rules. One that throws is reported and passed over. */
    List<Hit> judge(Letter letter, List<Rule> rules) {
        List<Hit> hits = new ArrayList<>();
        for (Rule rule : rules) {
            double worth = of(rule.name());
            if (worth != 0) {
                try {
                    hits.add(Hit.of(rule.name(), worth * rule.strength().of(letter, lists), rule.text()));
                } catch (RuntimeException e) { // a bug in one rule is no reason to let the others rest
                    hits.add(Hit.failed(rule.name(), e));
                }
            }
        }
        themes(letter).forEach((theme, strength) -> hits.add(Hit.of(theme, strength * of(theme), "wordings of bait")));
        words(letter, hits);
        patterns(letter, hits);
        hits.removeIf(hit -> hit.score() == 0 && !hit.failed());
        return hits;
    }

    /** Each further phrase of a theme adds three quarters of what the one before did. */
    Map<String, Double> themes(Letter letter) {
        Map<String, Double> strengths = new HashMap<>();
        phrases.in(said(letter)).forEach((theme, count) -> strengths.put(THEME + theme, 1 - Math.pow(FURTHER, count)));
        return strengths;
    }

    /** Different words of subject and prose. */
    static Set<String> vocabulary(Letter letter) {
        return new HashSet<>(said(letter));
    }

    private static List<String> said(Letter letter) {
        List<String> said = new ArrayList<>(letter.subjectWords());
        said.add("");
        said.addAll(letter.words());
        return said;
    }

    private void words(Letter letter, List<Hit> hits) {
        double sum = 0;
        for (String word : vocabulary(letter)) {
            sum += words.getOrDefault(word, 0.0);
        }
        if (sum > 0) {
            hits.add(Hit.of(WORDS, Math.min(sum, limits.words), "words of bait"));
        }
    }

    private void patterns(Letter letter, List<Hit> hits) {
        for (OwnPattern own : patterns) {
            if (own.in(letter)) {
                hits.add(Hit.of(own.name(), own.score(), own.text()));
            }
        }
    }

    /** What hits come to. */
    public double sum(List<Hit> hits) {
        double against =
                hits.stream().mapToDouble(Hit::score).filter(score -> score > 0).sum();
        double inFavour =
                hits.stream().mapToDouble(Hit::score).filter(score -> score < 0).sum();
        return Math.round((against + Math.max(inFavour, -limits.ham)) * 100) / 100.0;
    }
}
