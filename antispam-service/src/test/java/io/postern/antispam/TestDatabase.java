package io.postern.antispam;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** A real database, one for all tests; it ends with the JVM. */
public final class TestDatabase {

    public static final DataSource SOURCE = start();

    private TestDatabase() {}

    private static DataSource start() {
        try {
            DataSource source = EmbeddedPostgres.builder()
                    .setRegisterShutdownHook(true)
                    .setServerConfig("fsync", "off") // it need not outlive the machine
                    .start()
                    .getPostgresDatabase();
            Flyway.configure().dataSource(source).load().migrate();
            return source;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static void empty() {
        run("truncate learned, token");
        run("update corpus set spam = 0, ham = 0, epoch = epoch + 1, version = version + 1");
    }

    /** Lets time pass for all that is stored. */
    public static void age(Duration time) {
        run("update learned set learned_at = learned_at - interval '" + time.toMillis() / 1000.0 + " s'");
    }

    public static void run(String sql) {
        try (Connection connection = SOURCE.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The one number that a query has. */
    public static long number(String sql) {
        try (Connection connection = SOURCE.getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
