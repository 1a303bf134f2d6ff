package io.postern.delivery.queue;

import io.postern.contract.DeliveryAttempted.Outcome;
import io.postern.delivery.Rows;
import io.postern.delivery.content.ContentRemoval;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Takes back from those who attempted what became of recipients, and owes the senders their notices, in one transaction. */
@ApplicationScoped
class Settlement {

    // The order keeps two instances that finish the same mails from waiting for each other.
    private static final String LOCK_MAILS = "select id from mail where id = any(?) order by id for update";

    // The attempt is the fence: who lets his lease lapse has been overtaken, and has no say any more.
    private static final String NOTE = """
            with result as (
                select * from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    as t (id, number, outcome, detail, reply, retry_in, tried, parked, destination, span, at, elapsed_us)),
            noted as (
                update recipient r
                   set outcome = n.outcome, detail = n.detail, reply = n.reply,
                       due_at = now() + make_interval(secs => n.retry_in), leased_until = null,
                       tries = r.tries + n.tried, parked = n.parked, destination = n.destination,
                       first_span = coalesce(r.first_span, n.span)
                  from result n where r.id = n.id and r.attempt = n.number
                returning r.id, r.mail_id)
            insert into attempt (mail_id, recipient_id, number, at, elapsed_us, outcome, destination, detail, announced)
            select noted.mail_id, n.id, n.number, n.at, n.elapsed_us, n.outcome, n.destination, n.detail, ?
              from noted join result n on n.id = noted.id
            on conflict (recipient_id, number) do nothing
            returning recipient_id, number
            """;

    // Of two instances that finish a mail's last two recipients, the second sees the first's: both hold its row.
    private static final String DROP_CONTENT = """
            delete from content_chunk c where c.mail_id = any(?) and not exists (
                select 1 from recipient r where r.mail_id = c.mail_id and r.deleted_at is null
                   and (r.due_at is not null or r.outcome in ('FAILED', 'QUARANTINED')))
            """;

    private final DataSource dataSource;
    private final Informer informer;
    private final ContentRemoval removal;

    Settlement(DataSource dataSource, Informer informer, ContentRemoval removal) {
        this.dataSource = dataSource;
        this.informer = informer;
        this.removal = removal;
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
            if (attempts.stream().anyMatch(attempt -> attempt.recipient().mail.contentFile != null)) {
                removal.drop(connection, mails);
            }
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

    /** An attempt by its recipient and number. */
    private record Key(long recipient, int number) {
        static Key of(Recipient recipient) {
            return new Key(recipient.id, recipient.attempt);
        }
    }

    /** @return those whose holders had a say */
    private static List<Attempt> note(Connection connection, List<Attempt> attempts, boolean announced)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(NOTE)) {
            new Rows<>(connection, statement, attempts)
                    .column("bigint", attempt -> attempt.recipient().id)
                    .column("integer", attempt -> attempt.recipient().attempt)
                    .column("text", attempt -> attempt.outcome().name())
                    .column("text", attempt -> storable(attempt.result().detail()))
                    .column("text", attempt -> reply(attempt.result().said()))
                    .column("float8", attempt -> seconds(attempt.result().retryIn()))
                    .column("integer", attempt -> hadItsTurn(attempt.result()) ? 1 : 0)
                    .column("boolean", attempt -> attempt.result().parked())
                    .column("text", attempt -> attempt.result().destination())
                    .column("text", Attempt::span)
                    .column("timestamptz", attempt -> attempt.at().atOffset(ZoneOffset.UTC))
                    .column("bigint", attempt -> attempt.elapsed().toNanos() / 1000);
            statement.setBoolean(13, announced);
            Set<Key> noted = new HashSet<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    noted.add(new Key(rows.getLong(1), rows.getInt(2)));
                }
            }
            return attempts.stream()
                    .filter(attempt -> noted.contains(Key.of(attempt.recipient())))
                    .toList();
        }
    }

    private static boolean hadItsTurn(Result result) {
        return result.outcome() == Outcome.DEFERRED && !result.parked();
    }

    private static @Nullable String reply(@Nullable Said said) {
        return said == null ? null : storable(said.words());
    }

    private static @Nullable Double seconds(@Nullable Duration wait) {
        return wait == null ? null : wait.toMillis() / 1000.0;
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
