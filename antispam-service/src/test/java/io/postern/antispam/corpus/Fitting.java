package io.postern.antispam.corpus;

import io.postern.antispam.corpus.Corpus.Sample;
import io.postern.antispam.corpus.Regression.Trait;
import io.postern.antispam.rule.Strengths;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Fits what the rules and single words are worth, and writes {@code scores.yaml}. Five times it fits on four fifths and looks at
 * the fifth it has not seen; from those looks the figures come, and the point from which on a mail is called spam.
 *
 * <p>To the mails given come the newer ones of the pack of test data, if there is one: {@code bench/fit-spam} asks for it.
 */
public final class Fitting {

    private static final int FOLDS = 5;

    /** How many of the ham, each counted with its importance, may be above the limit. */
    private static final double FALSE_POSITIVES = 0.009;

    private static final String NEWER_SPAM = "M-train-spam-glitchy";

    /** Mails of which there are few count more than once. */
    private static final Map<String, Double> IMPORTANCE = Map.of("hard-ham-1", 3.0, NEWER_SPAM, 4.0);

    private static final int WORDS = 500;

    /** A word of fewer is of one campaign. */
    private static final int LEAST_SPAMS = 15;

    private static final double LIMIT = 5;

    /** Rules that may only speak for ham. */
    private static final Set<String> HAM =
            Set.of("list", "answer", "quotes", "signed", "signature-mark", "code", "mailer-personal");

    /**
     * What rules are thought to weigh where the training mails have nothing, or little, to say: for tricks that came
     * after them.
     */
    private static final Map<String, Double> THOUGHT = thought();

    private final List<Sample> samples;
    private final boolean[] spam;
    private final double[] importance;
    private final List<Map<String, Double>> strengths = new ArrayList<>();
    private final List<Set<String>> words = new ArrayList<>();

    private Fitting(List<Sample> samples) {
        this.samples = samples;
        this.spam = new boolean[samples.size()];
        this.importance = new double[samples.size()];
        Strengths seen = new Strengths();
        for (int i = 0; i < spam.length; i++) {
            spam[i] = samples.get(i).spam();
            importance[i] = IMPORTANCE.getOrDefault(samples.get(i).origin(), 1.0);
            // The headers of the newer spam were rewritten when it was made anonymous: what they have is of that.
            boolean headless = samples.get(i).origin().equals(NEWER_SPAM);
            strengths.add(seen.of(samples.get(i).letter(), headless));
            words.add(seen.words(samples.get(i).letter()));
        }
    }

    private static Map<String, Double> thought() {
        Map<String, Double> thought = new HashMap<>();
        for (String strong : List.of(
                "attachment-double",
                "archive-program",
                "word-scripts",
                "subject-scripts",
                "name-scripts",
                "words-extortion",
                "link-data",
                "attachment-program")) {
            thought.put(strong, 2.0);
        }
        for (String clear : List.of(
                "from-brand",
                "from-name-address",
                "archive-encrypted",
                "link-ip",
                "link-user",
                "hidden-text",
                "invisible-characters",
                "drawn-letters",
                "reply-freemail",
                "money-large",
                "words-heir",
                "words-transfer",
                "words-lottery",
                "words-medicine",
                "words-adult",
                "words-loans",
                "words-money-making",
                "words-plea")) {
            thought.put(clear, 1.2);
        }
        for (String some : List.of(
                "attachment-html",
                "html-form",
                "link-otherwise",
                "link-punycode",
                "link-encoded-host",
                "words-phishing",
                "words-contact",
                "date-future",
                "split-words",
                "subject-gaps",
                "link-cheap-domain",
                "subject-wrapped",
                "html-active",
                "attachment-names",
                "link-random-host",
                "image-only",
                "words-stocks",
                "words-mailing-trade",
                "link-port",
                "link-recipient",
                "to-alike",
                "subject-money")) {
            thought.put(some, 0.6);
        }
        for (String little : List.of(
                "link-shortener",
                "link-free-host",
                "to-not-recipient",
                "reply-elsewhere",
                "header-doubled",
                "from-random",
                "bulk-precedence")) {
            thought.put(little, 0.3);
        }
        return thought;
    }

    /** Scores in the form of {@code scores.yaml}, fitted on these mails and the newer ones. */
    public static String on(List<Sample> others) {
        List<Sample> samples = new ArrayList<>(others);
        samples.addAll(Corpus.newer("M-train-ham", false));
        samples.addAll(Corpus.newer(NEWER_SPAM, true));
        return new Fitting(samples).fit();
    }

    private String fit() {
        double[] unseen = new double[spam.length];
        double[] bases = new double[FOLDS];
        for (int fold = 0; fold < FOLDS; fold++) {
            double[] kept = importance.clone();
            for (int i = fold; i < kept.length; i += FOLDS) {
                kept[i] = 0;
            }
            Regression regression = new Regression(traits(kept), spam, kept);
            bases[fold] = regression.base;
            double[] sums = regression.sums();
            for (int i = fold; i < kept.length; i += FOLDS) {
                unseen[i] = sums[i];
            }
        }
        double limit = limit(unseen);
        report(unseen, limit);
        Regression whole = new Regression(traits(importance), spam, importance);
        return written(whole.weights(LIMIT / limit));
    }

    private List<Trait> traits(double[] kept) {
        Set<String> chosen = words(kept);
        Map<String, Map<Integer, Double>> columns = new TreeMap<>();
        for (int i = 0; i < samples.size(); i++) {
            int row = i;
            strengths.get(i).forEach((rule, strength) -> {
                if (strength > 0) {
                    columns.computeIfAbsent(rule, name -> new TreeMap<>()).put(row, strength);
                }
            });
            words.get(i).stream()
                    .filter(chosen::contains)
                    .forEach(word -> columns.computeIfAbsent("word:" + word, name -> new TreeMap<>())
                            .put(row, 1.0));
        }
        THOUGHT.keySet().forEach(rule -> columns.computeIfAbsent(rule, name -> new TreeMap<>()));
        return columns.entrySet().stream()
                .map(column -> trait(column.getKey(), column.getValue()))
                .toList();
    }

    private static Trait trait(String name, Map<Integer, Double> column) {
        boolean word = name.startsWith("word:");
        return new Trait(
                name,
                column.entrySet().stream()
                        .map(cell -> new Regression.Cell(cell.getKey(), cell.getValue()))
                        .toList(),
                HAM.contains(name) ? -1 : 1,
                word ? 3 : 0.5,
                word ? 8 : 3,
                THOUGHT.getOrDefault(name, 0.0));
    }

    /** Those that are in many more spams than hams, names left out. */
    private Set<String> words(double[] kept) {
        Map<String, double[]> counts = new HashMap<>();
        Map<String, Integer> spams = new HashMap<>();
        double[] all = new double[2];
        for (int i = 0; i < samples.size(); i++) {
            if (kept[i] > 0) {
                int kind = spam[i] ? 0 : 1;
                double weight = kept[i];
                all[kind] += weight;
                words.get(i).stream()
                        .filter(word -> word.matches("[a-z]{3,14}") && !Strengths.NAMES.contains(word))
                        .forEach(word -> counts.computeIfAbsent(word, it -> new double[2])[kind] += weight);
                if (spam[i]) {
                    words.get(i).forEach(word -> spams.merge(word, 1, Integer::sum));
                }
            }
        }
        return counts.entrySet().stream()
                .filter(word -> spams.getOrDefault(word.getKey(), 0) >= LEAST_SPAMS)
                .sorted((one, other) -> Double.compare(worth(other.getValue(), all), worth(one.getValue(), all)))
                .limit(WORDS)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private static double worth(double[] counts, double[] all) {
        double inSpam = (counts[0] + 0.5) / all[0];
        double inHam = (counts[1] + 2) / all[1];
        return Math.log(inSpam / inHam) * Math.sqrt(inSpam);
    }

    /** Above which the permitted share of ham is. */
    private double limit(double[] sums) {
        Integer[] hams = new Integer
                [(int) samples.stream().filter(sample -> !sample.spam()).count()];
        int n = 0;
        double all = 0;
        for (int i = 0; i < sums.length; i++) {
            if (!spam[i]) {
                hams[n++] = i;
                all += importance[i];
            }
        }
        Arrays.sort(hams, (one, other) -> Double.compare(sums[other], sums[one]));
        double above = 0;
        int i = 0;
        while (above + importance[hams[i]] <= all * FALSE_POSITIVES) {
            above += importance[hams[i++]];
        }
        return sums[hams[i]] + 1e-6;
    }

    private void report(double[] sums, double limit) {
        Map<String, int[]> counts = new TreeMap<>();
        for (int i = 0; i < sums.length; i++) {
            int[] count = counts.computeIfAbsent(samples.get(i).origin(), origin -> new int[2]);
            count[0]++;
            count[1] += sums[i] >= limit ? 1 : 0;
        }
        counts.forEach((origin, count) -> System.out.printf(
                "%-24s %5d mails, %5d called spam, %5.2f %%%n",
                origin, count[0], count[1], 100.0 * count[1] / count[0]));
    }

    private static String written(Map<String, Double> weights) {
        StringBuilder text =
                new StringBuilder("# Fitted by bench/fit-spam, see README.md. Not to be changed by hand.\nscores:\n");
        text.append("  gtube: 1000\n");
        weights.forEach((name, weight) -> {
            if (!name.startsWith("word:")) {
                text.append("  ").append(name).append(": ").append(weight).append('\n');
            }
        });
        text.append("words:\n");
        weights.forEach((name, weight) -> {
            if (name.startsWith("word:")) {
                text.append("  ")
                        .append('"')
                        .append(name.substring(5))
                        .append("\": ")
                        .append(weight)
                        .append('\n');
            }
        });
        return text.toString();
    }
}
