package io.postern.antispam.learned;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** What is taught, as this instance last read it: all at first, then what has changed. */
final class Memory {

    private static final int FETCH = 10_000;

    private record State(Counts mails, long version, long epoch) {}

    private final DataSource database;
    private volatile Lexicon lexicon = new Lexicon(Counts.NONE, 0);
    private long version;
    private long epoch = -1;

    Memory(DataSource database) {
        this.database = database;
    }

    Lexicon lexicon() {
        return lexicon;
    }

    /** Reads what has changed. */
    synchronized void refresh() throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setAutoCommit(false);
            try {
                refresh(connection);
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
                connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            }
        }
    }

    private void refresh(Connection connection) throws SQLException {
        State state = state(connection);
        if (state.version == version && state.epoch == epoch) {
            return;
        }
        boolean anew = state.epoch != epoch;
        long since = anew ? -1 : version;
        Lexicon next = anew
                ? new Lexicon(state.mails, changed(connection, since))
                : lexicon.grown(state.mails, changed(connection, since));
        read(connection, since, next);
        lexicon = next;
        version = state.version;
        epoch = state.epoch;
    }

    private static State state(Connection connection) throws SQLException {
        try (Statement select = connection.createStatement();
                ResultSet row = select.executeQuery("select spam, ham, version, epoch from corpus")) {
            row.next();
            return new State(new Counts(row.getInt(1), row.getInt(2)), row.getLong(3), row.getLong(4));
        }
    }

    private static int changed(Connection connection, long since) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("select count(*) from token where version > ?")) {
            select.setLong(1, since);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }

    private static void read(Connection connection, long since, Lexicon into) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("select token, spam, ham from token where version > ?")) {
            select.setFetchSize(FETCH);
            select.setLong(1, since);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    into.put(row.getLong(1), row.getInt(2), row.getInt(3));
                }
            }
        }
    }
}
