package io.postern.delivery.queue;

import io.postern.delivery.Rows;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import javax.sql.DataSource;

/** Moves recipients about in the queue without an attempt: those in hand given back, those of a destination put off or woken. */
@ApplicationScoped
class Holding {

    private static final String GIVE_BACK = """
            with given as (select * from unnest(?, ?) as t (id, attempt))
            update recipient r
               set due_at = greatest(?, now()), leased_until = null, parked = r.parked or ?, destination = ?
              from given where r.id = given.id and r.attempt = given.attempt
            """;

    private static final String NOBODY_HAS_IT = " and (leased_until is null or leased_until <= now())";

    // Whose time is over by then is to be given up in time.
    private static final String PUT_OFF = """
            update recipient set due_at = greatest(least(?, expires_at), due_at), parked = true
             where destination = ? and due_at is not null and due_at < ? and expires_at > now()
            """ + NOBODY_HAS_IT;

    private static final String WAKE = """
            update recipient set due_at = now(), parked = false
             where destination = ? and due_at > now() and parked
            """ + NOBODY_HAS_IT;

    private static final String RECONSIDER = """
            update recipient set due_at = now() where destination = ? and due_at > now()
            """ + NOBODY_HAS_IT;

    private final DataSource dataSource;

    Holding(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** For another destination than they were taken for: the directory or the routes have changed. */
    @Transactional
    void redirect(List<Recipient> recipients, String destination) throws SQLException {
        giveBack(recipients, Instant.EPOCH, false, destination);
    }

    /** Those in hand that were not attempted, and all others of their destination, until then. */
    @Transactional
    void putOff(List<Recipient> recipients, String destination, Instant until) throws SQLException {
        giveBack(recipients, until, true, destination);
        run(PUT_OFF, until.atOffset(ZoneOffset.UTC), destination, until.atOffset(ZoneOffset.UTC));
    }

    /** Something got through: what has waited for that is due. @return how many */
    @Transactional
    int wake(String destination) throws SQLException {
        return run(WAKE, destination);
    }

    /** Has all of a destination looked at again. */
    @Transactional
    int reconsider(String destination) throws SQLException {
        return run(RECONSIDER, destination);
    }

    private void giveBack(List<Recipient> recipients, Instant due, boolean parked, String destination)
            throws SQLException {
        if (recipients.isEmpty()) {
            return;
        }
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(GIVE_BACK)) {
            new Rows<>(connection, statement, recipients)
                    .column("bigint", recipient -> recipient.id)
                    .column("integer", recipient -> recipient.attempt);
            statement.setObject(3, due.atOffset(ZoneOffset.UTC));
            statement.setBoolean(4, parked);
            statement.setString(5, destination);
            statement.executeUpdate();
        }
    }

    private int run(String sql, Object... values) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            return statement.executeUpdate();
        }
    }
}
