package io.postern.delivery.custody;

import io.postern.delivery.RootCause;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ApplicationNotRunning;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/** Forgets fingerprints that are too old to count, some at a time, so that nobody waits for a long delete. */
@ApplicationScoped
class FingerprintExpiry {

    private static final Logger LOG = Logger.getLogger(FingerprintExpiry.class);
    private static final int BATCH = 5_000;

    // Rows that another instance is deleting are its to delete.
    private static final String EXPIRE = """
            delete from fingerprint where hash in (
                select hash from fingerprint where expires_at < now() limit ? for update skip locked)
            """;

    private final DataSource dataSource;

    FingerprintExpiry(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    @Scheduled(
            every = "1m",
            concurrentExecution = ConcurrentExecution.SKIP,
            skipExecutionIf = ApplicationNotRunning.class)
    void expire() {
        try {
            while (expireSome() == BATCH) {}
        } catch (SQLException e) {
            LOG.warnf("fingerprints not expired, trying again in a minute cause=%s", RootCause.of(e));
        }
    }

    private int expireSome() throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(EXPIRE)) {
            statement.setInt(1, BATCH);
            return statement.executeUpdate();
        }
    }
}
