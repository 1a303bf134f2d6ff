package io.postern.delivery;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Rows that go to the database in one statement: each column is an array, and {@code unnest} makes rows of them again. The
 * statement is carried out once, not once a row, as those of a JDBC batch are.
 */
public final class Rows<T> {

    private final Connection connection;
    private final PreparedStatement statement;
    private final List<T> rows;
    private int column;

    /** @param statement whose first parameters are the columns, in the order in which they are given */
    public Rows(Connection connection, PreparedStatement statement, List<T> rows) {
        this(connection, statement, rows, 1);
    }

    /** @param first the parameter that is the first column */
    public Rows(Connection connection, PreparedStatement statement, List<T> rows, int first) {
        this.column = first;
        this.connection = connection;
        this.statement = statement;
        this.rows = rows;
    }

    /** @param type of the elements, as PostgreSQL names it */
    public Rows<T> column(String type, Function<T, @Nullable Object> value) throws SQLException {
        Object[] values = rows.stream().map(value).toArray();
        statement.setArray(column++, connection.createArrayOf(type, values));
        return this;
    }
}
