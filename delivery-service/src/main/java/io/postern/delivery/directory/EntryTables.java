package io.postern.delivery.directory;

import io.postern.delivery.mailbox.Quota;
import io.postern.delivery.mailbox.TagFolders;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** What operators have added, in the database. One change at a time, whatever the instance: each sees what was before it. */
@ApplicationScoped
class EntryTables implements Entries {

    private static final String VERSION = "select version from directory_version";
    private static final String COUNT_UP = "update directory_version set version = version + 1";

    private static final String DOMAINS = """
            select name, store, delimiters, tag_folders, quota_bytes, quota_messages from directory_domain order by name
            """;
    private static final String DROP_DOMAIN = "delete from directory_domain where name = ?";
    private static final String ADD_DOMAIN = """
            insert into directory_domain (name, store, delimiters, tag_folders, quota_bytes, quota_messages)
            values (?, ?, ?, ?, ?, ?)
            """;

    private static final String MAILBOXES = """
            select address, quota_bytes, quota_messages from directory_mailbox order by address
            """;
    private static final String DROP_MAILBOX = "delete from directory_mailbox where address = ?";
    private static final String ADD_MAILBOX =
            "insert into directory_mailbox (address, quota_bytes, quota_messages) values (?, ?, ?)";

    private static final String ALIASES = "select name, targets from directory_alias order by name";
    private static final String DROP_ALIAS = "delete from directory_alias where name = ?";
    private static final String ADD_ALIAS = "insert into directory_alias (name, targets) values (?, ?)";

    private final DataSource dataSource;

    EntryTables(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** Takes over a row. */
    private interface Row {
        void accept(ResultSet row) throws SQLException;
    }

    @Override
    public long version() throws SQLException {
        long[] version = {0};
        try (Connection connection = dataSource.getConnection()) {
            each(connection, VERSION, row -> version[0] = row.getLong(1));
        }
        return version[0];
    }

    @Override
    public Directory read() throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            return read(connection);
        }
    }

    @Override
    public void change(UnaryOperator<Directory> change) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            run(connection, COUNT_UP);
            Directory before = read(connection);
            write(connection, before, change.apply(before));
        }
    }

    private static Directory read(Connection connection) throws SQLException {
        Map<String, Domain> domains = new LinkedHashMap<>();
        Set<String> mailboxes = new LinkedHashSet<>();
        Map<String, Quota> quotas = new LinkedHashMap<>();
        Map<String, List<String>> aliases = new LinkedHashMap<>();
        each(connection, DOMAINS, row -> domains.put(row.getString(1), domain(row)));
        each(connection, MAILBOXES, row -> {
            mailboxes.add(row.getString(1));
            Quota quota = quota(row.getLong(2), row.getLong(3));
            if (quota != null) {
                quotas.put(row.getString(1), quota);
            }
        });
        each(connection, ALIASES, row -> aliases.put(row.getString(1), targets(row)));
        return new Directory(domains, mailboxes, quotas, aliases);
    }

    /** Writes what differs. */
    private static void write(Connection connection, Directory before, Directory after) throws SQLException {
        for (String name : all(before.settings().keySet(), after.settings().keySet())) {
            Domain domain = after.settings().get(name);
            if (!Objects.equals(before.settings().get(name), domain)) {
                run(connection, DROP_DOMAIN, name);
                if (domain != null) {
                    add(connection, name, domain);
                }
            }
        }
        for (String address : all(before.mailboxes(), after.mailboxes())) {
            boolean kept = before.mailboxes().contains(address)
                    && after.mailboxes().contains(address)
                    && Objects.equals(
                            before.quotas().get(address), after.quotas().get(address));
            if (!kept) {
                run(connection, DROP_MAILBOX, address);
                if (after.mailboxes().contains(address)) {
                    Optional<Quota> quota = Optional.ofNullable(after.quotas().get(address));
                    run(connection, ADD_MAILBOX, address, bytes(quota), messages(quota));
                }
            }
        }
        for (String name : all(before.aliases().keySet(), after.aliases().keySet())) {
            List<String> targets = after.aliases().get(name);
            if (!Objects.equals(before.aliases().get(name), targets)) {
                run(connection, DROP_ALIAS, name);
                if (targets != null) {
                    run(connection, ADD_ALIAS, name, connection.createArrayOf("text", targets.toArray()));
                }
            }
        }
    }

    private static Set<String> all(Set<String> before, Set<String> after) {
        Set<String> all = new TreeSet<>(before);
        all.addAll(after);
        return all;
    }

    private static void add(Connection connection, String name, Domain domain) throws SQLException {
        Optional<Quota> quota = Optional.ofNullable(domain.quota());
        run(
                connection,
                ADD_DOMAIN,
                name,
                domain.store() == null ? null : Stores.text(domain.store()),
                domain.delimiters(),
                domain.tagFolders().name(),
                bytes(quota),
                messages(quota));
    }

    private static long bytes(Optional<Quota> quota) {
        return quota.map(Quota::bytes).orElse(0L);
    }

    private static long messages(Optional<Quota> quota) {
        return quota.map(Quota::messages).orElse(0L);
    }

    private static List<String> targets(ResultSet row) throws SQLException {
        return List.of((String[]) row.getArray(2).getArray());
    }

    private static Domain domain(ResultSet row) throws SQLException {
        String store = row.getString(2);
        return new Domain(
                store == null ? null : Stores.parse(store),
                row.getString(3),
                TagFolders.valueOf(row.getString(4)),
                quota(row.getLong(5), row.getLong(6)));
    }

    private static @Nullable Quota quota(long bytes, long messages) {
        return bytes == 0 && messages == 0 ? null : new Quota(bytes, messages);
    }

    private static void each(Connection connection, String query, Row reading) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                reading.accept(rows);
            }
        }
    }

    private static void run(Connection connection, String sql, @Nullable Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.executeUpdate();
        }
    }
}
