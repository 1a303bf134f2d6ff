package io.postern.delivery.directory;

import java.sql.SQLException;
import java.util.function.UnaryOperator;

/** What operators have added to the directory file. */
interface Entries {

    /** Counted up with every change. */
    long version() throws SQLException;

    /** All of it. */
    Directory read() throws SQLException;

    /**
     * Changes it, in the transaction of the caller. No other change comes in between.
     *
     * @param change what was there into what is to be there; if it throws, nothing is changed
     */
    void change(UnaryOperator<Directory> change) throws SQLException;
}
