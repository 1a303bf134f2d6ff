package io.postern.delivery.content;

import io.postern.delivery.RootCause;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ApplicationNotRunning;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/**
 * Removes large contents of which nobody has need any more. The database forgets first: what it does not know nobody looks
 * for, so what is left behind by whoever dies in between is swept like what a takeover has left that never came to its
 * end.
 */
@ApplicationScoped
public class ContentRemoval {

    private static final Logger LOG = Logger.getLogger(ContentRemoval.class);

    /** Longer than any takeover: what is younger may be of one that is under way. */
    private static final Duration UNDER_WAY = Duration.ofHours(1);

    private static final int BATCH = 1000;

    // As other content is dropped. The caller holds the mails.
    private static final String DROP = """
            with done as (
                select m.id, m.content_file from mail m
                 where m.id = any(?) and m.content_file is not null and not exists (
                    select 1 from recipient r where r.mail_id = m.id and r.deleted_at is null
                       and (r.due_at is not null or r.outcome in ('FAILED', 'QUARANTINED'))))
            update mail m set content_file = null from done where m.id = done.id returning done.content_file
            """;

    private static final String KNOWN = "select content_file from mail where content_file = any(?)";

    private final LargeContents contents;
    private final DataSource dataSource;
    private final TransactionSynchronizationRegistry transactions;
    private final Clock clock = Clock.systemUTC();

    ContentRemoval(LargeContents contents, DataSource dataSource, TransactionSynchronizationRegistry transactions) {
        this.contents = contents;
        this.dataSource = dataSource;
        this.transactions = transactions;
    }

    /** Has the database forget those of mails that are done with, and removes them when the transaction has come to its end. */
    public void drop(Connection connection, Object[] mails) throws SQLException {
        Set<String> gone = names(connection, DROP, mails);
        if (!gone.isEmpty()) {
            transactions.registerInterposedSynchronization(new Synchronization() {
                @Override
                public void beforeCompletion() {
                    // it may fail, and then all stay
                }

                @Override
                public void afterCompletion(int status) {
                    if (status == Status.STATUS_COMMITTED) {
                        gone.forEach(ContentRemoval.this::remove);
                    }
                }
            });
        }
    }

    @Scheduled(
            every = "10m",
            concurrentExecution = ConcurrentExecution.SKIP,
            skipExecutionIf = ApplicationNotRunning.class)
    void sweep() {
        sweep(clock.instant().minus(UNDER_WAY));
    }

    /**
     * Removes what no mail has need of.
     *
     * @param before contents written later are left alone
     * @return how many there were
     */
    public int sweep(Instant before) {
        int removed = 0;
        try {
            List<String> names = contents.before(before);
            for (int from = 0; from < names.size(); from += BATCH) {
                Set<String> unknown = new HashSet<>(names.subList(from, Math.min(names.size(), from + BATCH)));
                unknown.removeAll(known(unknown));
                unknown.forEach(this::remove);
                removed += unknown.size();
            }
        } catch (IOException | SQLException e) {
            LOG.warnf("contents not swept, trying again in ten minutes cause=%s", RootCause.of(e));
        }
        if (removed > 0) {
            LOG.infof("contents swept that no mail has need of contents=%d", removed);
        }
        return removed;
    }

    private Set<String> known(Collection<String> names) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            return names(connection, KNOWN, names.toArray());
        }
    }

    private static Set<String> names(Connection connection, String sql, Object[] of) throws SQLException {
        Set<String> names = new HashSet<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(1, connection.createArrayOf("text", of));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    names.add(rows.getString(1));
                }
            }
        }
        return names;
    }

    private void remove(String name) {
        try {
            contents.remove(name);
        } catch (IOException e) {
            LOG.warnf("content not removed, it will be swept content=%s cause=%s", name, RootCause.of(e));
        }
    }
}
