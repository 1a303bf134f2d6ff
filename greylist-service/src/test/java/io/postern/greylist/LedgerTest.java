package io.postern.greylist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.postern.greylist.Encounter.Kind;
import java.io.IOException;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LedgerTest {

    private static final Triplet TRIPLET =
            new Triplet("203.0.113.0/24", null, "sender@client.example", "alice@postern.test");

    @BeforeEach
    void begin() {
        TestDatabase.empty();
    }

    private static Triplet triplet(int number) {
        return new Triplet("203.0.113.0/24", null, "s" + number + "@client.example", "alice@postern.test");
    }

    /** Does all at once. */
    private static List<Encounter> together(List<Callable<Encounter>> attempts) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Encounter> encounters = new ArrayList<>();
            for (Future<Encounter> attempt : threads.invokeAll(attempts)) {
                encounters.add(attempt.get());
            }
            return encounters;
        }
    }

    @Test
    void twoInstancesThatMeetTheSameTripletPassItOnce() throws Exception {
        try (Surroundings one = new Surroundings("auto-whitelist", "1000");
                Surroundings other = new Surroundings("auto-whitelist", "1000")) {
            List<Callable<Encounter>> attempts =
                    new ArrayList<>(Collections.nCopies(20, () -> one.ledger.meet(TRIPLET)));
            attempts.addAll(Collections.nCopies(20, () -> other.ledger.meet(TRIPLET)));
            assertThat(together(attempts)).allMatch(Encounter::deferred);
            TestDatabase.age(Duration.ofSeconds(301));
            assertThat(together(attempts)).noneMatch(Encounter::deferred);
            assertThat(TestDatabase.rows("select count(*) from triplet")).containsExactly("1");
            assertThat(TestDatabase.rows("select passes from trusted")).containsExactly("1");
        }
    }

    @Test
    void manyInAnyOrderDoNotLockEachOtherOut() throws Exception {
        try (Surroundings one = new Surroundings("auto-whitelist", "1000000");
                Surroundings other = new Surroundings("auto-whitelist", "1000000")) {
            List<Callable<Encounter>> attempts = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                Triplet triplet = triplet(i);
                attempts.add(() -> one.ledger.meet(triplet));
                attempts.add(() -> other.ledger.meet(triplet));
            }
            Collections.shuffle(attempts);
            assertThat(together(attempts)).allMatch(Encounter::deferred);
            TestDatabase.age(Duration.ofSeconds(301));
            Collections.shuffle(attempts);
            assertThat(together(attempts)).noneMatch(Encounter::deferred);
            assertThat(TestDatabase.rows("select passes from trusted")).containsExactly("1000");
        }
    }

    @Test
    void databaseThatIsAwayIsSaidSoInTimeAndThenNobodyWaits() throws Exception {
        FaultyDatabase database = new FaultyDatabase();
        try (Surroundings greylist = new Surroundings(database, "deadline", "300ms", "writers", "1")) {
            assertThat(greylist.ledger.meet(TRIPLET).kind()).isEqualTo(Kind.FIRST);
            database.hang();
            assertThatThrownBy(() -> greylist.ledger.meet(TRIPLET)).isInstanceOf(IOException.class);
            long start = System.nanoTime();
            for (int i = 0; i < 1000; i++) {
                assertThatThrownBy(() -> greylist.ledger.meet(TRIPLET)).isInstanceOf(IOException.class);
            }
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
            database.heal();
            awaitBack(greylist);
        }
    }

    /** Somebody holds its row: an operator's long transaction, a backup. */
    @Test
    void attemptThatIsHeldUpHoldsUpNobodyElse() throws Exception {
        try (Surroundings greylist = new Surroundings("deadline", "300ms");
                Connection other = TestDatabase.SOURCE.getConnection()) {
            greylist.ledger.meet(TRIPLET);
            other.setAutoCommit(false);
            try (Statement statement = other.createStatement()) {
                statement.execute("select * from triplet for update");
            }
            assertThatThrownBy(() -> greylist.ledger.meet(TRIPLET)).isInstanceOf(IOException.class);
            for (int i = 0; i < 8; i++) {
                assertThat(greylist.ledger.meet(triplet(i)).kind()).isEqualTo(Kind.FIRST);
            }
            other.rollback();
        }
    }

    @Test
    void databaseThatRefusesIsBackWithoutARestart() throws Exception {
        FaultyDatabase database = new FaultyDatabase();
        try (Surroundings greylist = new Surroundings(database)) {
            database.refuse();
            assertThatThrownBy(() -> greylist.ledger.meet(TRIPLET)).isInstanceOf(IOException.class);
            database.heal();
            awaitBack(greylist);
        }
    }

    private static void awaitBack(Surroundings greylist) {
        Encounter encounter = await("the ledger notices that the database is back")
                .atMost(Duration.ofSeconds(20))
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> greylist.ledger.meet(TRIPLET), Objects::nonNull);
        assertThat(encounter.deferred()).isTrue();
    }

    @Test
    void whatIsTooOldIsForgottenAndWhoNeverReturnedIsCounted() throws Exception {
        try (Surroundings greylist = new Surroundings()) {
            for (int i = 0; i < 3; i++) {
                greylist.ledger.meet(triplet(i));
            }
            TestDatabase.age(Duration.ofSeconds(301));
            greylist.ledger.meet(triplet(0));
            TestDatabase.age(Duration.ofDays(3));
            Expiry expiry = new Expiry(TestDatabase.SOURCE, greylist.settings, greylist.figures);
            expiry.expire();
            assertThat(TestDatabase.rows("select sender from triplet")).containsExactly("s0@client.example");
            assertThat(greylist.meters
                            .get("postern.greylist.never.returned")
                            .counter()
                            .count())
                    .isEqualTo(2);
            TestDatabase.run("update triplet set passed_at = null, expires_at = now()");
            TestDatabase.run("update trusted set passes = 9, expires_at = now() + interval '1 day'");
            expiry.expire();
            assertThat(greylist.meters
                            .get("postern.greylist.never.returned")
                            .counter()
                            .count())
                    .as("those who are trusted by now are nobody's spam")
                    .isEqualTo(2);
            TestDatabase.age(Duration.ofDays(40));
            expiry.expire();
            assertThat(TestDatabase.rows("select name from trusted union all select sender from triplet"))
                    .isEmpty();
        }
    }

    /** The real database behind a door that can be shut. */
    private static final class FaultyDatabase implements DataSource {

        private volatile boolean refusing;
        private volatile CountDownLatch open = new CountDownLatch(0);

        void hang() {
            open = new CountDownLatch(1);
        }

        void refuse() {
            refusing = true;
        }

        void heal() {
            refusing = false;
            open.countDown();
        }

        @Override
        public Connection getConnection() throws SQLException {
            if (refusing) {
                throw new SQLException("refused", "08001");
            }
            try {
                open.await();
            } catch (InterruptedException e) {
                throw new SQLException("interrupted", "08006", e);
            }
            return TestDatabase.SOURCE.getConnection();
        }

        @Override
        public Connection getConnection(String user, String password) throws SQLException {
            throw new SQLFeatureNotSupportedException();
        }

        @Override
        public PrintWriter getLogWriter() throws SQLException {
            throw new SQLFeatureNotSupportedException();
        }

        @Override
        public void setLogWriter(PrintWriter out) throws SQLException {
            throw new SQLFeatureNotSupportedException();
        }

        @Override
        public void setLoginTimeout(int seconds) throws SQLException {
            throw new SQLFeatureNotSupportedException();
        }

        @Override
        public int getLoginTimeout() {
            return 0;
        }

        @Override
        public Logger getParentLogger() throws SQLFeatureNotSupportedException {
            throw new SQLFeatureNotSupportedException();
        }

        @Override
        public <T> T unwrap(Class<T> type) throws SQLException {
            throw new SQLFeatureNotSupportedException();
        }

        @Override
        public boolean isWrapperFor(Class<?> type) {
            return false;
        }
    }
}
