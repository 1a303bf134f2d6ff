package io.postern.delivery.directory;

import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What all instances know of the room in mailboxes. */
interface RoomRegister {

    /**
     * What was told of a mailbox.
     *
     * @param room {@code null}: not limited, or not known
     * @param changedAt when
     */
    record Told(String mailbox, @Nullable Long room, Instant changedAt) {}

    /** Has these mailboxes, by address and with the quota they have, and no others. */
    void keep(Map<String, String> quotas) throws SQLException;

    /** Mailboxes whose turn it is to be looked at, since a reader may have made room or filled it; nobody else gets them for a time. */
    List<String> turn(int most) throws SQLException;

    /** @return those of which something else was known before */
    Collection<String> tell(Map<String, @Nullable Long> rooms) throws SQLException;

    /** What was told after that moment, by whomever. */
    List<Told> since(Instant moment) throws SQLException;
}
