package io.postern.antispam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.postern.antispam.corpus.Corpus;
import io.postern.antispam.corpus.Corpus.Sample;
import io.postern.antispam.corpus.Corpus.Split;
import io.postern.antispam.corpus.Fitting;
import io.postern.antispam.learned.Kind;
import io.postern.antispam.rule.Scores;
import io.postern.antispam.rule.ScoresText;
import io.postern.check.conformance.TestPack;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real mails, none of which was fitted or learned on; {@code bench/spam} runs it and prints the table. Of newer mails
 * there are only those that were fitted on.
 */
class CorpusTest {

    private static final String FOLDER = System.getProperty("postern.test.corpus", "");
    private static final int LEARNED = 4_000;

    /** Draw 0 has the scores that come with us; for each other they are fitted anew, on what it does not test. */
    private static final String DRAWS = System.getProperty("postern.test.draws", "0");

    private static final String PEERS = """
            SpamAssassin 4.0.1, untrained    0.4900     4.25 %
            rspamd 3.4, untrained            0.2700     2.25 %
            SpamAssassin + Bayes             0.8300     2.25 %
            rspamd + Bayes                   0.6800     0.50 %
            bogofilter, trained              0.7800     0.25 %
            """;

    /**
     * What came of it.
     *
     * @param recall the share of spam that was called so
     * @param falsePositives the share of ham that was called spam
     */
    private record Result(double recall, double falsePositives) {

        static Result of(Instance instance, List<Sample> samples) {
            return new Result(called(instance, samples, true), called(instance, samples, false));
        }

        private static double called(Instance instance, List<Sample> samples, boolean spam) {
            List<Sample> kind =
                    samples.stream().filter(sample -> sample.spam() == spam).toList();
            return kind.stream()
                            .filter(sample -> instance.judge(sample.letter()).spam())
                            .count()
                    / (double) Math.max(1, kind.size());
        }

        void print(String name) {
            System.out.printf("%-32s %.4f    %5.2f %%%n", name, recall, falsePositives * 100);
        }
    }

    @TempDir
    private Path folder;

    @BeforeEach
    void begin() {
        TestDatabase.empty();
    }

    @Test
    void mailsOfTheSpamAssassinCorpusAreToldApart() throws Exception {
        assumeTrue(!FOLDER.isEmpty(), "no folder of the SpamAssassin corpus in -Dpostern.test.corpus");
        assertThat(Path.of(FOLDER)).isDirectory();
        List<Sample> all = Corpus.spamAssassin(Path.of(FOLDER));
        System.out.println("SpamAssassin corpus              recall   false positives\n" + PEERS.strip());
        for (String draw : DRAWS.split(",", -1)) {
            measure(draw, Corpus.split(all, Integer.parseInt(draw)));
        }
    }

    private void measure(String draw, Split split) throws Exception {
        TestDatabase.empty();
        Instance instance = draw.equals("0")
                ? new Instance()
                : new Instance("rules-file", fittedAnew(split.others()).toString());
        Result untrained = Result.of(instance, split.tested());
        for (Sample sample : split.others().subList(0, LEARNED)) {
            instance.shelf.learn(sample.letter(), sample.spam() ? Kind.SPAM : Kind.HAM, "test");
        }
        instance.classifier.refresh();
        Result trained = Result.of(instance, split.tested());
        untrained.print("draw " + draw + ", untrained");
        trained.print("draw " + draw + ", 4,000 learned");
        assertThat(untrained.recall()).isGreaterThanOrEqualTo(0.6);
        assertThat(untrained.falsePositives()).isLessThanOrEqualTo(0.0425);
        assertThat(trained.recall()).isGreaterThanOrEqualTo(0.90);
        assertThat(trained.falsePositives()).isLessThanOrEqualTo(0.01);
    }

    /** Scores that know nothing of this draw, in place of those that come with us. */
    private Path fittedAnew(List<Sample> others) throws Exception {
        Scores shipped = ScoresText.shipped();
        Scores bare = new Scores(Map.of(), shipped.limits(), shipped.lists(), shipped.phrases(), Map.of(), List.of());
        Scores fitted = ScoresText.parse(Fitting.on(others), bare);
        return Files.writeString(
                folder.resolve("rules.yaml"),
                section("scores", shipped.scores(), fitted.scores())
                        + section("words", shipped.words(), fitted.words()));
    }

    private static String section(String name, Map<String, Double> shipped, Map<String, Double> fitted) {
        Map<String, Double> all = new TreeMap<>(shipped);
        all.replaceAll((key, value) -> 0.0);
        all.putAll(fitted);
        return all.entrySet().stream()
                .map(entry -> "  \"" + entry.getKey() + "\": " + entry.getValue() + "\n")
                .collect(Collectors.joining("", name + ":\n", ""));
    }

    @Test
    void newerMailIsLetThrough() {
        assumeTrue(TestPack.present(), TestPack.MISSING);
        Instance instance = new Instance();
        Result result = new Result(
                Result.of(instance, Corpus.newer("M-train-spam-glitchy", true)).recall(),
                Result.of(instance, Corpus.newer("M-train-ham", false)).falsePositives());
        result.print("newer mails, untrained");
        assertThat(result.falsePositives()).isLessThan(0.005);
        assertThat(result.recall()).isGreaterThan(0.5);
    }
}
