package io.postern.delivery.directory;

import java.sql.SQLException;
import java.util.function.UnaryOperator;

/** What operators have added, for tests. */
final class FakeEntries implements Entries {

    private Directory added = Directory.EMPTY;
    private long version;
    private boolean there = true;

    void are(Directory other) {
        added = other;
        version++;
    }

    void away() {
        there = false;
    }

    @Override
    public long version() throws SQLException {
        if (!there) {
            throw new SQLException("the database is away");
        }
        return version;
    }

    @Override
    public Directory read() {
        return added;
    }

    @Override
    public void change(UnaryOperator<Directory> change) {
        are(change.apply(added));
    }
}
