package io.postern.delivery.queue;

import io.postern.contract.DeliveryAttempted.Outcome;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Takes back from those who attempted what became of recipients, and owes the senders their notices, in one transaction. */
@ApplicationScoped
class Settlement {

    // The order keeps two instances that finish the same mails from waiting for each other.
    private static final String LOCK_MAILS = "select id from mail where id = any(?) order by id for update";

    // The attempt is the fence: who lets his lease lapse has been overtaken, and has no say any more.
    private static final String NOTE = """
            with noted as (
                update recipient
                   set outcome = ?, detail = ?, reply = ?, due_at = now() + make_interval(secs => ?),
                       leased_until = null, tries = tries + ?, parked = ?, destination = ?,
                       first_span = coalesce(first_span, ?)
                 where id = ? and attempt = ?
                returning id, mail_id, attempt)
            insert into attempt (mail_id, recipient_id, number, at, elapsed_us, outcome, destination, detail, announced)
            select mail_id, id, attempt, ?, ?, ?, ?, ?, ? from noted
            on conflict (recipient_id, number) do nothing
            """;

    // Of two instances that finish a mail's last two recipients, the second sees the first's: both hold its row.
    private static final String DROP_CONTENT = """
            delete from content_chunk c where c.mail_id = any(?) and not exists (
                select 1 from recipient r where r.mail_id = c.mail_id and r.deleted_at is null
                   and (r.due_at is not null or r.outcome in ('FAILED', 'QUARANTINED')))
            """;

    private final DataSource dataSource;
    private final Informer informer;

    Settlement(DataSource dataSource, Informer informer) {
        this.dataSource = dataSource;
        this.informer = informer;
    }

    /**
     * Notes what became of recipients, puts notices to their senders into the queue, and drops the content of mails that
     * are done with.
     *
     * @param announced whether everybody has been told of the attempts
     * @return whether there are notices to be delivered
     */
    @Transactional(rollbackOn = Exception.class)
    boolean finish(Collection<Attempt> attempts, boolean announced) throws SQLException, IOException {
        if (attempts.isEmpty()) {
            return false;
        }
        try (Connection connection = dataSource.getConnection()) {
            Object[] mails = attempts.stream()
                    .map(attempt -> attempt.recipient().mail.id)
                    .distinct()
                    .toArray();
            lock(connection, mails);
            List<Attempt> noted = note(connection, List.copyOf(attempts), announced);
            boolean told = informer.tell(connection, noted);
            dropContent(connection, mails);
            return told;
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

    /** @return those whose holders had a say */
    private static List<Attempt> note(Connection connection, List<Attempt> attempts, boolean announced)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(NOTE)) {
            for (Attempt attempt : attempts) {
                fill(statement, attempt, announced);
                statement.addBatch();
            }
            int[] counts = statement.executeBatch();
            List<Attempt> noted = new ArrayList<>();
            for (int i = 0; i < counts.length; i++) {
                if (counts[i] > 0) {
                    noted.add(attempts.get(i));
                }
            }
            return noted;
        }
    }

    private static void fill(PreparedStatement statement, Attempt attempt, boolean announced) throws SQLException {
        Result result = attempt.result();
        @Nullable Duration retryIn = result.retryIn();
        @Nullable Said said = result.said();
        statement.setString(1, result.outcome().name());
        statement.setString(2, storable(result.detail()));
        statement.setString(3, said == null ? null : storable(said.words()));
        if (retryIn == null) {
            statement.setNull(4, Types.DOUBLE);
        } else {
            statement.setDouble(4, retryIn.toMillis() / 1000.0);
        }
        statement.setInt(5, result.outcome() == Outcome.DEFERRED && !result.parked() ? 1 : 0);
        statement.setBoolean(6, result.parked());
        statement.setString(7, result.destination());
        statement.setString(8, attempt.span());
        statement.setLong(9, attempt.recipient().id);
        statement.setInt(10, attempt.recipient().attempt);
        statement.setObject(11, attempt.at().atOffset(ZoneOffset.UTC));
        statement.setLong(12, attempt.elapsed().toNanos() / 1000);
        statement.setString(13, result.outcome().name());
        statement.setString(14, result.destination());
        statement.setString(15, storable(result.detail()));
        statement.setBoolean(16, announced);
    }

    /** What the database can take of a text. */
    private static @Nullable String storable(@Nullable String text) {
        return text == null ? null : text.replace('\0', '?');
    }

    private static void dropContent(Connection connection, Object[] mails) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(DROP_CONTENT)) {
            statement.setArray(1, connection.createArrayOf("text", mails));
            statement.executeUpdate();
        }
    }
}
