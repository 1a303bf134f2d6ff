package io.postern.greylist;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ApplicationNotRunning;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/** Forgets what is too old to count, some at a time, so that no attempt waits for a long delete. */
@Singleton
class Expiry {

    private static final Logger LOG = Logger.getLogger(Expiry.class);
    private static final int BATCH = 2_000;

    // Rows that another instance is deleting, or an attempt is renewing, are left to them. Of those who are trusted by
    // now nobody looks whether they came back.
    private static final String TRIPLETS = """
            with old as materialized (
                select pair, network from triplet where expires_at <= now()
                 order by expires_at limit ? for update skip locked),
            gone as (
                delete from triplet t using old
                 where t.pair = old.pair and t.network = old.network returning t.network, t.origin, t.passed_at)
            select count(*), count(*) filter (where passed_at is null and not exists (
                       select 1 from trusted k
                        where ((k.kind = 'network' and k.name = gone.network)
                            or (k.kind = 'origin' and k.name = gone.origin))
                          and (k.granted_by is not null or k.passes >= ?)))
              from gone
            """;

    private static final String TRUSTED = """
            with old as materialized (
                select kind, name from trusted where expires_at <= now()
                 order by expires_at limit ? for update skip locked),
            gone as (
                delete from trusted t using old where t.kind = old.kind and t.name = old.name returning 1)
            select count(*), 0 from gone
            """;

    private final DataSource database;
    private final int enough;
    private final Figures figures;

    Expiry(DataSource database, GreylistSettings settings, Figures figures) {
        this.database = database;
        this.enough = settings.autoWhitelist() == 0 ? Integer.MAX_VALUE : settings.autoWhitelist();
        this.figures = figures;
    }

    @Scheduled(
            every = "1m",
            concurrentExecution = ConcurrentExecution.SKIP,
            skipExecutionIf = ApplicationNotRunning.class)
    void expire() {
        try {
            while (expireSome(TRIPLETS, BATCH, enough) == BATCH) {}
            while (expireSome(TRUSTED, BATCH) == BATCH) {}
        } catch (SQLException e) {
            LOG.warnf("nothing expired, trying again later cause=%s", e);
        }
    }

    private long expireSome(String statement, int... parameters) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement delete = connection.prepareStatement(statement)) {
            for (int i = 0; i < parameters.length; i++) {
                delete.setInt(i + 1, parameters[i]);
            }
            try (ResultSet counts = delete.executeQuery()) {
                counts.next();
                figures.neverReturned(counts.getLong(2));
                return counts.getLong(1);
            }
        }
    }
}
