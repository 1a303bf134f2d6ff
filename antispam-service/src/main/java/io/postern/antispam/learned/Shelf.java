package io.postern.antispam.learned;

import io.postern.antispam.letter.Letter;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The taught mails in the database. Each change is one transaction that first takes the row of the corpus: changes come
 * one after the other, and whoever reads all versions above one he knows has missed none.
 */
@Singleton
public class Shelf {

    private static final String BEGIN = "update corpus set version = version + 1 returning version";

    private static final String ADD = """
            insert into token as t (token, spam, ham, version)
            select token, ?, ?, ? from unnest(?::bigint[]) as token order by token
            on conflict (token) do update
               set spam = t.spam + excluded.spam, ham = t.ham + excluded.ham, version = excluded.version
            """;

    private static final String TAKE = """
            update token set spam = greatest(0, spam - ?), ham = greatest(0, ham - ?), version = ?
             where token = any(?::bigint[])
            """;

    private static final String COUNT = "update corpus set spam = spam + ?, ham = ham + ?";

    /** The oldest mails: as many as are too old, or too many, or one in a hundred if their tokens are too many. */
    private static final String OUTDATED = """
            select mail from learned order by learned_at, mail limit least(?, greatest(
                (select count(*) from learned where learned_at < now() - make_interval(secs => ?)),
                (select spam + ham - ? from corpus),
                (select case when (select count(*) from token) > ? then 1 + (spam + ham) / 100 else 0 end from corpus)))
            """;

    /** So many at a time. */
    private static final int BATCH = 500;

    private final DataSource database;

    public Shelf(DataSource database) {
        this.database = database;
    }

    /** One change of what is taught. */
    private interface Change {
        boolean in(Connection connection, long version) throws SQLException;
    }

    /**
     * Learns a mail.
     *
     * @return whether that changed something: a mail that was learned as the same counts once, as the other is relearned
     */
    public boolean learn(Letter letter, Kind kind, String by) throws SQLException {
        long[] tokens = Tokens.of(letter);
        UUID mail = Tokens.digest(tokens);
        return change((connection, version) -> {
            Kind known = known(connection, mail);
            if (known == kind) {
                return false;
            }
            if (known != null) {
                remove(connection, mail, version);
            }
            put(connection, mail, tokens, kind, by);
            count(connection, ADD, tokens, kind, version);
            return true;
        });
    }

    /** Takes back that a mail was learned. @return whether it was */
    public boolean forget(Letter letter) throws SQLException {
        return forget(Tokens.digest(Tokens.of(letter)));
    }

    private boolean forget(UUID mail) throws SQLException {
        return change((connection, version) -> remove(connection, mail, version));
    }

    /** What a mail was learned as. */
    public @Nullable Kind known(Letter letter) throws SQLException {
        try (Connection connection = database.getConnection()) {
            return known(connection, Tokens.digest(Tokens.of(letter)));
        }
    }

    /** Takes back the oldest mails beyond the limits. @return how many */
    public int expire(Duration memory, int mails, int tokens) throws SQLException {
        int gone = 0;
        int some;
        do {
            some = 0;
            for (UUID mail : outdated(memory, mails, tokens)) {
                some += forget(mail) ? 1 : 0;
            }
            gone += some;
            sweep();
        } while (some > 0);
        return gone;
    }

    private List<UUID> outdated(Duration memory, int mails, int tokens) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(OUTDATED)) {
            select.setInt(1, BATCH);
            select.setDouble(2, memory.toMillis() / 1000.0);
            select.setInt(3, mails);
            select.setInt(4, tokens);
            List<UUID> outdated = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    outdated.add(rows.getObject(1, UUID.class));
                }
            }
            return outdated;
        }
    }

    /** Takes back all. */
    public void forgetAll() throws SQLException {
        change((connection, version) -> {
            run(connection, "delete from learned");
            run(connection, "delete from token");
            return run(connection, "update corpus set spam = 0, ham = 0, epoch = epoch + 1");
        });
    }

    /** Removes the tokens that are in no mail any more; whoever holds them in memory is told to read anew. */
    private void sweep() throws SQLException {
        change((connection, version) -> run(connection, "delete from token where spam = 0 and ham = 0")
                && run(connection, "update corpus set epoch = epoch + 1"));
    }

    private boolean change(Change change) throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            boolean done = false;
            try {
                done = change.in(connection, begin(connection));
            } finally {
                if (done) {
                    connection.commit();
                } else {
                    connection.rollback();
                }
                connection.setAutoCommit(true);
            }
            return done;
        }
    }

    private static long begin(Connection connection) throws SQLException {
        try (PreparedStatement begin = connection.prepareStatement(BEGIN);
                ResultSet row = begin.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    private static @Nullable Kind known(Connection connection, UUID mail) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("select spam from learned where mail = ?")) {
            select.setObject(1, mail);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? kind(row.getBoolean(1)) : null;
            }
        }
    }

    private static Kind kind(boolean spam) {
        return spam ? Kind.SPAM : Kind.HAM;
    }

    private static void put(Connection connection, UUID mail, long[] tokens, Kind kind, String by) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into learned (mail, spam, tokens, learned_at, learned_by) values (?, ?, ?, now(), ?)")) {
            insert.setObject(1, mail);
            insert.setBoolean(2, kind == Kind.SPAM);
            insert.setArray(3, array(connection, tokens));
            insert.setString(4, by);
            insert.executeUpdate();
        }
    }

    private static boolean remove(Connection connection, UUID mail, long version) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("delete from learned where mail = ? returning spam, tokens")) {
            delete.setObject(1, mail);
            try (ResultSet row = delete.executeQuery()) {
                if (!row.next()) {
                    return false;
                }
                Long[] tokens = (Long[]) row.getArray(2).getArray();
                long[] taken = new long[tokens.length];
                for (int i = 0; i < taken.length; i++) {
                    taken[i] = tokens[i];
                }
                count(connection, TAKE, taken, kind(row.getBoolean(1)), version);
                return true;
            }
        }
    }

    private static void count(Connection connection, String statement, long[] tokens, Kind kind, long version)
            throws SQLException {
        int spam = kind == Kind.SPAM ? 1 : 0;
        try (PreparedStatement update = connection.prepareStatement(statement)) {
            update.setInt(1, spam);
            update.setInt(2, 1 - spam);
            update.setLong(3, version);
            update.setArray(4, array(connection, tokens));
            update.executeUpdate();
        }
        int sign = statement.equals(ADD) ? 1 : -1;
        try (PreparedStatement update = connection.prepareStatement(COUNT)) {
            update.setInt(1, sign * spam);
            update.setInt(2, sign * (1 - spam));
            update.executeUpdate();
        }
    }

    private static java.sql.Array array(Connection connection, long[] tokens) throws SQLException {
        Long[] boxed = new Long[tokens.length];
        for (int i = 0; i < boxed.length; i++) {
            boxed[i] = tokens[i];
        }
        return connection.createArrayOf("bigint", boxed);
    }

    private static boolean run(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            return statement.executeUpdate() > 0;
        }
    }
}
