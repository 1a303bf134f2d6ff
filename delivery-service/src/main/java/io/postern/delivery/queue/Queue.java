package io.postern.delivery.queue;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import javax.sql.DataSource;
import org.hibernate.Session;

/**
 * Hands out recipients whose time has come, and takes back what became of them. Time is the database's: it is the one
 * clock that all instances share.
 */
@ApplicationScoped
class Queue {

    // The rows are chosen in a query of their own: as a plain subquery the planner may run it once for each row.
    private static final String CLAIM = """
            with due as materialized (
                select id from recipient where due_at <= now() order by due_at limit :most for update skip locked)
            update recipient r set attempt = r.attempt + 1, due_at = now() + make_interval(secs => :lease)
              from due where r.id = due.id
            returning r.id
            """;

    // The order keeps two instances that finish the same mails from waiting for each other.
    private static final String LOCK_MAILS = "select id from mail where id = any(?) order by id for update";

    // The attempt is the fence: who lets his lease lapse has been overtaken, and has no say any more.
    private static final String FINISH = """
            update recipient set outcome = ?, detail = ?, due_at = now() + make_interval(secs => ?)
             where id = ? and attempt = ?
            """;

    // Of two instances that finish a mail's last two recipients, the second sees the first's: both hold its row.
    private static final String DROP_CONTENT = """
            delete from content_chunk c where c.mail_id = any(?) and not exists (
                select 1 from recipient r where r.mail_id = c.mail_id and r.deleted_at is null
                   and (r.due_at is not null or r.outcome in ('FAILED', 'QUARANTINED')))
            """;

    private final Session session;
    private final DataSource dataSource;

    Queue(Session session, DataSource dataSource) {
        this.session = session;
        this.dataSource = dataSource;
    }

    /** Takes up to {@code most} recipients that are due, their mails with them, out of the others' reach for a time. */
    @Transactional
    List<Recipient> claim(int most, Duration lease) {
        List<Long> ids = session.createNativeQuery(CLAIM, Long.class)
                .setParameter("most", most)
                .setParameter("lease", seconds(lease))
                .getResultList();
        return ids.isEmpty() ? List.of() : Recipient.withMails(ids);
    }

    /** Notes what became of recipients, and drops the content of mails that are done with. */
    @Transactional
    void finish(Collection<Attempt> attempts) throws SQLException {
        if (attempts.isEmpty()) {
            return;
        }
        try (Connection connection = dataSource.getConnection()) {
            Object[] mails = attempts.stream()
                    .map(attempt -> attempt.recipient().mail.id)
                    .distinct()
                    .toArray();
            lock(connection, mails);
            note(connection, attempts);
            dropContent(connection, mails);
        }
    }

    private static void lock(Connection connection, Object[] mails) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(LOCK_MAILS)) {
            statement.setArray(1, connection.createArrayOf("text", mails));
            try (ResultSet locked = statement.executeQuery()) {
                while (locked.next()) {
                    // only the locks matter
                }
            }
        }
    }

    private static void note(Connection connection, Collection<Attempt> attempts) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(FINISH)) {
            for (Attempt attempt : attempts) {
                statement.setString(1, attempt.outcome().name());
                statement.setString(2, attempt.detail());
                if (attempt.retryIn() == null) {
                    statement.setNull(3, Types.DOUBLE);
                } else {
                    statement.setDouble(3, seconds(attempt.retryIn()));
                }
                statement.setLong(4, attempt.recipient().id);
                statement.setInt(5, attempt.recipient().attempt);
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private static void dropContent(Connection connection, Object[] mails) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(DROP_CONTENT)) {
            statement.setArray(1, connection.createArrayOf("text", mails));
            statement.executeUpdate();
        }
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
