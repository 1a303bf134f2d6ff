package io.postern.greylist;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** A real database, one for all tests; it ends with the JVM. */
final class TestDatabase {

    static final DataSource SOURCE = start();

    private TestDatabase() {}

    private static DataSource start() {
        try {
            DataSource source = EmbeddedPostgres.builder()
                    .setRegisterShutdownHook(true)
                    .start()
                    .getPostgresDatabase();
            Flyway.configure().dataSource(source).load().migrate();
            return source;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void empty() {
        run("truncate triplet, trusted");
    }

    /** Lets time pass for all that is stored. */
    static void age(Duration time) {
        String by = " - interval '" + time.toMillis() / 1000.0 + " s'";
        run("update triplet set first_seen = first_seen" + by + ", last_seen = last_seen" + by
                + ", passed_at = passed_at" + by + ", expires_at = expires_at" + by);
        run("update trusted set expires_at = expires_at" + by);
    }

    static void run(String sql) {
        try (Connection connection = SOURCE.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The rows of a query, their columns with a space between. */
    static List<String> rows(String sql) {
        try (Connection connection = SOURCE.getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<String> rows = new ArrayList<>();
            while (result.next()) {
                List<String> columns = new ArrayList<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    columns.add(String.valueOf(result.getString(i)));
                }
                rows.add(String.join(" ", columns));
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
