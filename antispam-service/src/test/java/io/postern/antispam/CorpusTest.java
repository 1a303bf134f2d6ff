package io.postern.antispam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.postern.antispam.corpus.Corpus;
import io.postern.antispam.corpus.Corpus.Sample;
import io.postern.antispam.corpus.Corpus.Split;
import io.postern.antispam.learned.Kind;
import io.postern.check.conformance.TestPack;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Real mails, none of which was fitted or learned on; {@code bench/spam} runs it and prints the table. Of newer mails
 * there are only those that were fitted on.
 */
class CorpusTest {

    private static final String FOLDER = System.getProperty("postern.test.corpus", "");
    private static final int LEARNED = 4_000;

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

    @BeforeEach
    void begin() {
        TestDatabase.empty();
    }

    @Test
    void mailsOfTheSpamAssassinCorpusAreToldApart() throws SQLException {
        assumeTrue(!FOLDER.isEmpty(), "no folder of the SpamAssassin corpus in -Dpostern.test.corpus");
        assertThat(Path.of(FOLDER)).isDirectory();
        Split split = Corpus.spamAssassin(Path.of(FOLDER));
        Instance instance = new Instance();
        Result untrained = Result.of(instance, split.tested());
        for (Sample sample : split.others().subList(0, LEARNED)) {
            instance.shelf.learn(sample.letter(), sample.spam() ? Kind.SPAM : Kind.HAM, "test");
        }
        instance.classifier.refresh();
        Result trained = Result.of(instance, split.tested());
        System.out.println("SpamAssassin corpus              recall   false positives\n" + PEERS.strip());
        untrained.print("antispam-service, untrained");
        trained.print("antispam-service, 4,000 learned");
        assertThat(untrained.recall()).isGreaterThanOrEqualTo(0.6);
        assertThat(untrained.falsePositives()).isLessThanOrEqualTo(0.0425);
        assertThat(trained.recall()).isGreaterThanOrEqualTo(0.90);
        assertThat(trained.falsePositives()).isLessThanOrEqualTo(0.01);
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
