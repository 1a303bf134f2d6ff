package io.postern.antispam.corpus;

import io.postern.antispam.corpus.Corpus.Sample;
import io.postern.antispam.corpus.Regression.Trait;
import io.postern.antispam.rule.Strengths;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
 * <p>Arguments: the folder of the SpamAssassin corpus, that of the newer mails, the file to write.
 */
public final class Fitting {

    private static final int FOLDS = 5;

    /** How many of the ham, the hard ham counted {@link #HARD} times, may be above the limit. */
    private static final double FALSE_POSITIVES = 0.006;

    private static final double HARD = 3;
    private static final int WORDS = 500;
    private static final double LIMIT = 5;

    /** Rules that may only speak for ham. */
    private static final Set<String> HAM =
            Set.of("list", "answer", "quotes", "signed", "signature-mark", "code", "mailer-personal");

    private final List<Sample> samples;
    private final boolean[] spam;
    private final double[] importance;

    private Fitting(List<Sample> samples) {
        this.samples = samples;
        this.spam = new boolean[samples.size()];
        this.importance = new double[samples.size()];
        for (int i = 0; i < spam.length; i++) {
            spam[i] = samples.get(i).spam();
            importance[i] = samples.get(i).origin().equals("hard-ham-1") ? HARD : 1;
        }
    }

    public static void main(String[] arguments) throws IOException {
        List<Sample> samples = new ArrayList<>(Corpus.spamAssassin(Path.of(arguments[0])).others());
        Path pack = Path.of(arguments[1]);
        samples.addAll(Corpus.newer(pack, "M-train-ham", false));
        samples.addAll(Corpus.newer(pack, "M-train-spam-glitchy", true));
        Files.writeString(Path.of(arguments[2]), new Fitting(samples).fit());
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
        Strengths strengths = new Strengths();
        Set<String> words = words(kept);
        Map<String, Map<Integer, Double>> columns = new TreeMap<>();
        for (int i = 0; i < samples.size(); i++) {
            int row = i;
            Sample sample = samples.get(i);
            // The headers of the newer spam were rewritten when it was made anonymous: what they have is of that.
            boolean headless = sample.origin().equals("M-train-spam-glitchy");
            strengths.of(sample.letter(), headless).forEach((rule, strength) -> {
                if (strength > 0) {
                    columns.computeIfAbsent(rule, name -> new TreeMap<>()).put(row, strength);
                }
            });
            strengths.words(sample.letter()).stream()
                    .filter(words::contains)
                    .forEach(word -> columns.computeIfAbsent("word:" + word, name -> new TreeMap<>()).put(row, 1.0));
        }
        return columns.entrySet().stream().map(column -> trait(column.getKey(), column.getValue())).toList();
    }

    private static Trait trait(String name, Map<Integer, Double> column) {
        boolean word = name.startsWith("word:");
        return new Trait(
                name,
                column.keySet().stream().mapToInt(row -> row).toArray(),
                column.values().stream().mapToDouble(value -> value).toArray(),
                HAM.contains(name) ? -1 : 1,
                word ? 2 : 0.5,
                word ? 6 : 2);
    }

    /** Those that are in many more spams than hams, names left out. */
    private Set<String> words(double[] kept) {
        Map<String, double[]> counts = new HashMap<>();
        Strengths strengths = new Strengths();
        double[] all = new double[2];
        for (int i = 0; i < samples.size(); i++) {
            if (kept[i] > 0) {
                int kind = spam[i] ? 0 : 1;
                double weight = kept[i];
                all[kind] += weight;
                strengths.words(samples.get(i).letter()).stream()
                        .filter(word -> word.matches("[a-z]{3,14}") && !Strengths.NAMES.contains(word))
                        .forEach(word -> counts.computeIfAbsent(word, it -> new double[2])[kind] += weight);
            }
        }
        return counts.entrySet().stream()
                .filter(word -> word.getValue()[0] >= 12)
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
        Integer[] hams = new Integer[(int) samples.stream().filter(sample -> !sample.spam()).count()];
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
                "%-24s %5d mails, %5d called spam, %5.2f %%%n", origin, count[0], count[1], 100.0 * count[1] / count[0]));
    }

    private static String written(Map<String, Double> weights) {
        StringBuilder text = new StringBuilder("# Fitted by bench/fit-spam, see README.md. Not to be changed by hand.\nscores:\n");
        text.append("  gtube: 1000\n");
        weights.forEach((name, weight) -> {
            if (!name.startsWith("word:")) {
                text.append("  ").append(name).append(": ").append(weight).append('\n');
            }
        });
        text.append("words:\n");
        weights.forEach((name, weight) -> {
            if (name.startsWith("word:")) {
                text.append("  ").append('"').append(name.substring(5)).append("\": ").append(weight).append('\n');
            }
        });
        return text.toString();
    }
}
