package io.postern.delivery.directory;

import io.postern.delivery.DeliverySettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The room in mailboxes as all instances know it, and whose turn it is to be looked at: a table. */
@ApplicationScoped
class RoomTable implements RoomRegister {

    private static final String ADD = """
            insert into mailbox_room (address, quota) select * from unnest(?, ?)
            on conflict (address) do update set quota = excluded.quota, room = null, looked_at = 'epoch'
             where mailbox_room.quota <> excluded.quota
            """;

    private static final String DROP = "delete from mailbox_room where not address = any(?)";

    // Those with room for any mail there may be are looked at when the next one comes.
    private static final String TURN = """
            with due as materialized (
                select address from mailbox_room
                 where looked_at < now() - make_interval(secs => ?) and (room is null or room < 1073741824)
                 order by looked_at limit ? for update skip locked)
            update mailbox_room m set looked_at = now() from due where m.address = due.address returning m.address
            """;

    private static final String TELL = """
            update mailbox_room m set room = told.room, changed_at = now()
              from unnest(?, ?) told(address, room)
             where m.address = told.address and m.room is distinct from told.room returning m.address
            """;

    private static final String SINCE = "select address, room, changed_at from mailbox_room where changed_at > ?";

    private final DataSource dataSource;
    private final Duration poll;

    RoomTable(DataSource dataSource, DeliverySettings settings) {
        this.dataSource = dataSource;
        this.poll = settings.roomPoll();
    }

    @Override
    @Transactional(rollbackOn = Exception.class)
    public void keep(Map<String, String> quotas) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement add = connection.prepareStatement(ADD);
                PreparedStatement drop = connection.prepareStatement(DROP)) {
            Array addresses = connection.createArrayOf("text", quotas.keySet().toArray());
            add.setArray(1, addresses);
            add.setArray(2, connection.createArrayOf("text", quotas.values().toArray()));
            add.executeUpdate();
            drop.setArray(1, addresses);
            drop.executeUpdate();
        }
    }

    @Override
    @Transactional(rollbackOn = Exception.class)
    public List<String> turn(int most) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(TURN)) {
            statement.setDouble(1, poll.toMillis() / 1000.0);
            statement.setInt(2, most);
            return addresses(statement);
        }
    }

    @Override
    @Transactional(rollbackOn = Exception.class)
    public Collection<String> tell(Map<String, @Nullable Long> rooms) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(TELL)) {
            statement.setArray(
                    1, connection.createArrayOf("text", rooms.keySet().toArray()));
            statement.setArray(
                    2, connection.createArrayOf("bigint", rooms.values().toArray()));
            return addresses(statement);
        }
    }

    @Override
    public List<Told> since(Instant moment) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(SINCE)) {
            statement.setObject(1, moment.atOffset(ZoneOffset.UTC));
            List<Told> told = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    told.add(new Told(
                            row.getString(1),
                            row.getObject(2, Long.class),
                            row.getObject(3, OffsetDateTime.class).toInstant()));
                }
            }
            return told;
        }
    }

    private static List<String> addresses(PreparedStatement statement) throws SQLException {
        List<String> addresses = new ArrayList<>();
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                addresses.add(row.getString(1));
            }
        }
        return addresses;
    }
}
