package io.postern.delivery.queue;

import io.postern.delivery.DeliverySettings;
import io.postern.delivery.RootCause;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ApplicationNotRunning;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/**
 * Forgets mails for which nothing more is to be done, and with them what is kept of those that failed or are in
 * quarantine; some at a time, so that nobody waits for a long delete.
 */
@ApplicationScoped
class History {

    private static final Logger LOG = Logger.getLogger(History.class);
    private static final int BATCH = 500;

    // Rows that another instance has locked are its to delete, or are in use.
    private static final String FORGET = """
            delete from mail where id in (
                select m.id from mail m where m.received_at < now() - make_interval(secs => ?) and not exists (
                    select 1 from recipient r where r.mail_id = m.id and r.due_at is not null)
                 order by m.received_at limit ? for update skip locked)
            """;

    private final DataSource dataSource;
    private final Duration kept;

    History(DataSource dataSource, DeliverySettings settings) {
        this.dataSource = dataSource;
        this.kept = settings.history();
    }

    @Scheduled(
            every = "1m",
            concurrentExecution = ConcurrentExecution.SKIP,
            skipExecutionIf = ApplicationNotRunning.class)
    void forget() {
        try {
            while (forgetSome() == BATCH) {}
        } catch (SQLException e) {
            LOG.warnf("old mails not forgotten, trying again in a minute cause=%s", RootCause.of(e));
        }
    }

    private int forgetSome() throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(FORGET)) {
            statement.setDouble(1, kept.toMillis() / 1000.0);
            statement.setInt(2, BATCH);
            return statement.executeUpdate();
        }
    }
}
