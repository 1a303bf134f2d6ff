package io.postern.antispam.learned;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.postern.antispam.Letters;
import io.postern.antispam.TestDatabase;
import io.postern.antispam.letter.Letter;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ShelfTest {

    private static final String BAIT = "Buy cheap watches, replica timepieces shipped tonight, number ";
    private static final String TALK = "The committee met about the bridge and its pillars, minutes attached, item ";
    private static final int LEAST = 5;
    private static final Duration LONG = Duration.ofDays(400);

    private final Shelf shelf = new Shelf(TestDatabase.SOURCE);
    private final Classifier classifier = new Classifier(TestDatabase.SOURCE, LEAST);

    @BeforeEach
    void begin() {
        TestDatabase.empty();
    }

    private void teach(int mails) throws SQLException {
        for (int i = 0; i < mails; i++) {
            shelf.learn(Letters.saying(BAIT + name(i)), Kind.SPAM, "carol");
            shelf.learn(Letters.saying(TALK + name(i)), Kind.HAM, "carol");
        }
    }

    /** A word of its own, for two mails not to be one. */
    private static String name(int i) {
        return "no" + i;
    }

    private double spam(String text) {
        classifier.refresh();
        return classifier.spam(Letters.saying(text)).orElseThrow();
    }

    @Test
    void untrainedIsSilent() throws SQLException {
        teach(LEAST - 1);
        classifier.refresh();
        assertThat(classifier.spam(Letters.saying(BAIT))).isEmpty();
    }

    @Test
    void oneKindAloneTeachesNothing() throws SQLException {
        for (int i = 0; i < 2 * LEAST; i++) {
            shelf.learn(Letters.saying(BAIT + name(i)), Kind.SPAM, "carol");
        }
        classifier.refresh();
        assertThat(classifier.spam(Letters.saying(BAIT))).isEmpty();
    }

    @Test
    void whatWasTaughtIsKnownAgain() throws SQLException {
        teach(LEAST);
        assertThat(spam(BAIT + "new")).isGreaterThan(0.9);
        assertThat(spam(TALK + "new")).isLessThan(0.1);
    }

    @Test
    void neverMetWordsLeaveItInTheMiddle() throws SQLException {
        teach(LEAST);
        assertThat(spam("Zebra zeppelin zither")).isCloseTo(0.5, within(0.2));
    }

    @Test
    void aMailThatIsTaughtTwiceCountsOnce() throws SQLException {
        assertThat(shelf.learn(Letters.saying(BAIT), Kind.SPAM, "carol")).isTrue();
        assertThat(shelf.learn(Letters.saying(BAIT), Kind.SPAM, "dave")).isFalse();
        classifier.refresh();
        assertThat(classifier.mails()).isEqualTo(new Counts(1, 0));
        assertThat(TestDatabase.number("select max(spam) from token")).isEqualTo(1);
    }

    @Test
    void aMailThatHasTravelledIsTheSame() throws SQLException {
        Letter judged = Letters.with("X-Own: word");
        Letter stored = Letters.with(
                "X-Own: word", "Received: from a by b; Wed, 4 Mar 2026 10:00:00 +0000", "X-Postern-Flag: YES");
        shelf.learn(judged, Kind.SPAM, "carol");
        assertThat(shelf.known(stored)).isEqualTo(Kind.SPAM);
    }

    @Test
    void aMailThatIsTaughtAsTheOtherMoves() throws SQLException {
        shelf.learn(Letters.saying(BAIT), Kind.SPAM, "carol");
        assertThat(shelf.learn(Letters.saying(BAIT), Kind.HAM, "carol")).isTrue();
        classifier.refresh();
        assertThat(classifier.mails()).isEqualTo(new Counts(0, 1));
        assertThat(TestDatabase.number("select sum(spam) from token")).isZero();
        assertThat(TestDatabase.number("select min(ham) from token")).isEqualTo(1);
    }

    @Test
    void whatIsTakenBackLeavesNothing() throws SQLException {
        shelf.learn(Letters.saying(BAIT), Kind.SPAM, "carol");
        assertThat(shelf.forget(Letters.saying(BAIT))).isTrue();
        assertThat(shelf.forget(Letters.saying(BAIT))).isFalse();
        shelf.expire(LONG, 100, 100_000);
        classifier.refresh();
        assertThat(classifier.mails()).isEqualTo(Counts.NONE);
        assertThat(classifier.tokens()).isZero();
        assertThat(TestDatabase.number("select count(*) from token")).isZero();
    }

    @Test
    void mailsThatAreTooOldAreForgotten() throws SQLException {
        teach(LEAST);
        TestDatabase.age(Duration.ofDays(30));
        shelf.learn(Letters.saying(BAIT + "late"), Kind.SPAM, "carol");
        assertThat(shelf.expire(Duration.ofDays(20), 1000, 100_000)).isEqualTo(2 * LEAST);
        classifier.refresh();
        assertThat(classifier.mails()).isEqualTo(new Counts(1, 0));
    }

    @Test
    void theOldestOfTooManyAreForgotten() throws SQLException {
        teach(LEAST);
        TestDatabase.age(Duration.ofDays(1));
        shelf.learn(Letters.saying(BAIT + "late"), Kind.SPAM, "carol");
        assertThat(shelf.expire(LONG, 4, 100_000)).isEqualTo(2 * LEAST - 3);
        assertThat(shelf.known(Letters.saying(BAIT + "late"))).isEqualTo(Kind.SPAM);
    }

    @Test
    void tokensStayWithinTheirNumber() throws SQLException {
        teach(3 * LEAST);
        shelf.expire(LONG, 1000, 60);
        assertThat(TestDatabase.number("select count(*) from token")).isLessThanOrEqualTo(60);
        assertThat(TestDatabase.number("select spam + ham from corpus"))
                .isEqualTo(TestDatabase.number("select count(*) from learned"));
    }

    @Test
    void whatOneInstanceLearnsAnotherKnows() throws SQLException {
        Classifier other = new Classifier(TestDatabase.SOURCE, LEAST);
        other.refresh();
        teach(LEAST);
        other.refresh();
        classifier.refresh();
        Letter letter = Letters.saying(BAIT + "new");
        assertThat(other.spam(letter)).isEqualTo(classifier.spam(letter)).isPresent();
        teach(LEAST + 3);
        shelf.forget(Letters.saying(BAIT + name(0)));
        shelf.expire(LONG, 1000, 100_000);
        other.refresh();
        Classifier anew = new Classifier(TestDatabase.SOURCE, LEAST);
        anew.refresh();
        assertThat(other.spam(letter)).isEqualTo(anew.spam(letter));
        assertThat(other.tokens()).isEqualTo(anew.tokens());
    }

    @Test
    void manyWhoTeachAtOnceLoseNothing() throws Exception {
        List<Future<?>> taught = new ArrayList<>();
        try (ExecutorService teachers = Executors.newFixedThreadPool(8)) {
            for (int i = 0; i < 80; i++) {
                Letter letter = Letters.saying(BAIT + name(i % 40));
                taught.add(teachers.submit(() -> new Shelf(TestDatabase.SOURCE).learn(letter, Kind.SPAM, "carol")));
            }
        }
        for (Future<?> each : taught) {
            each.get();
        }
        assertThat(TestDatabase.number("select spam from corpus")).isEqualTo(40);
        assertThat(TestDatabase.number("select max(spam) from token")).isEqualTo(40);
    }

    @Test
    void aMailHasSoManyTokensAndNoMore() throws SQLException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            text.append("word").append(i).append(' ');
        }
        shelf.learn(Letters.saying(text.toString()), Kind.HAM, "carol");
        assertThat(TestDatabase.number("select count(*) from token")).isBetween(1_000L, (long) Tokens.MOST);
    }

    @Test
    void withoutADatabaseItKnowsWhatItKnew() throws SQLException {
        teach(LEAST);
        GoneDatabase database = new GoneDatabase(TestDatabase.SOURCE);
        Classifier cutOff = new Classifier(database.source(), LEAST);
        cutOff.refresh();
        database.go();
        cutOff.refresh();
        assertThat(cutOff.spam(Letters.saying(BAIT)).orElseThrow()).isGreaterThan(0.9);
    }
}
