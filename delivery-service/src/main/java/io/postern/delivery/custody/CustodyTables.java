package io.postern.delivery.custody;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.postern.contract.DeliveryAttempted.Outcome;
import io.postern.delivery.Rows;
import io.postern.delivery.route.Router;
import io.postern.delivery.route.Way;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The statements of a takeover, on the connection of its transaction. Each is carried out once for all rows. */
final class CustodyTables {

    private static final String MAIL = """
            insert into mail (id, sender, size, received_at, approved, traceparent)
            select * from unnest(?, ?, ?, ?, ?, ?)
            on conflict (id) do nothing returning id
            """;

    // Inserts what is new, overwrites what is too old to count, leaves what counts. Another instance's insert of the
    // same fingerprint is waited for, so the two agree on which was first.
    private static final String FINGERPRINT = """
            insert into fingerprint as known (hash, mail_id, received_at, expires_at)
            select hash, mail_id, received_at, now() + 2 * make_interval(secs => ?)
              from unnest(?, ?, ?) as t (hash, mail_id, received_at)
            on conflict (hash) do update
               set mail_id = excluded.mail_id, received_at = excluded.received_at, expires_at = excluded.expires_at
             where known.received_at < excluded.received_at - make_interval(secs => ?)
            returning hash
            """;

    private static final String KNOWN = "select hash, mail_id from fingerprint where hash = any(?)";

    private static final String RECIPIENT = """
            insert into recipient (
                mail_id, address, outcome, detail, destination, warn_at, expires_at, original, among, due_at)
            select *, now() from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;

    private static final String CHUNK =
            "insert into content_chunk (mail_id, index, bytes) select * from unnest(?, ?, ?)";

    private static final String CONTENT_FILE = """
            update mail set content_file = large.name from unnest(?, ?) as large (id, name) where mail.id = large.id
            """;

    /** So many bytes of chunks are held until they go to the database together. */
    private static final int CHUNK_BATCH = 1024 * 1024;

    private final Connection connection;

    CustodyTables(Connection connection) {
        this.connection = connection;
    }

    /** @return those that were not in custody yet */
    List<Approval> insertMails(List<Approval> approvals) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(MAIL)) {
            new Rows<>(connection, statement, approvals)
                    .column("text", Approval::mailId)
                    .column("text", approval -> approval.mail().envelope().sender())
                    .column("bigint", approval -> approval.mail().size())
                    .column("timestamptz", CustodyTables::receivedAt)
                    .column("text", approval -> new String(approval.record().value(), UTF_8))
                    .column("text", Approval::traceparent);
            Set<String> inserted = returned(statement);
            return approvals.stream()
                    .filter(approval -> inserted.contains(approval.mailId()))
                    .toList();
        }
    }

    /** @return those that are resends */
    List<Owed> insertFingerprints(List<Owed> owed, Duration window) throws SQLException {
        List<Owed> resent = new ArrayList<>();
        List<Owed> left = owed;
        while (!left.isEmpty()) {
            // A statement sees each row once: of the same bytes in one group the second goes with the next.
            Map<String, Owed> first = new LinkedHashMap<>();
            List<Owed> others = new ArrayList<>();
            for (Owed one : left) {
                if (first.putIfAbsent(one.fingerprint(), one) != null) {
                    others.add(one);
                }
            }
            Set<String> inserted = insertFingerprints(first, window);
            first.values().stream()
                    .filter(one -> !inserted.contains(one.fingerprint()))
                    .forEach(resent::add);
            left = others;
        }
        return resent;
    }

    private Set<String> insertFingerprints(Map<String, Owed> owed, Duration window) throws SQLException {
        double seconds = window.toMillis() / 1000.0;
        try (PreparedStatement statement = connection.prepareStatement(FINGERPRINT)) {
            statement.setDouble(1, seconds);
            new Rows<>(connection, statement, List.copyOf(owed.values()), 2)
                    .column("text", Owed::fingerprint)
                    .column("text", one -> one.approval().mailId())
                    .column("timestamptz", one -> receivedAt(one.approval()));
            statement.setDouble(5, seconds);
            return returned(statement);
        }
    }

    private static Set<String> returned(PreparedStatement statement) throws SQLException {
        Set<String> returned = new HashSet<>();
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                returned.add(rows.getString(1));
            }
        }
        return returned;
    }

    private static OffsetDateTime receivedAt(Approval approval) {
        return approval.mail().receivedAt().atOffset(ZoneOffset.UTC);
    }

    /** @return the mail that was first, by fingerprint */
    Map<String, String> knownFingerprints(Collection<String> fingerprints) throws SQLException {
        Map<String, String> known = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(KNOWN)) {
            statement.setArray(1, connection.createArrayOf("text", fingerprints.toArray()));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    known.put(rows.getString(1), rows.getString(2));
                }
            }
        }
        return known;
    }

    void insertRecipients(List<Owed> owed, Router ways) throws SQLException {
        List<Way> way = owed.stream()
                .map(one -> ways.way(one.approval().approved(), one.to().address()))
                .toList();
        List<Integer> rows = IntStream.range(0, owed.size()).boxed().toList();
        try (PreparedStatement statement = connection.prepareStatement(RECIPIENT)) {
            new Rows<>(connection, statement, rows)
                    .column("text", row -> owed.get(row).approval().mailId())
                    .column("text", row -> owed.get(row).to().address())
                    .column("text", row -> name(owed.get(row).settled()))
                    .column("text", row -> owed.get(row).detail())
                    .column("text", row -> owed.get(row).destination(way.get(row)))
                    .column(
                            "timestamptz",
                            row -> receivedAt(owed.get(row).approval())
                                    .plus(way.get(row).retries().warnAfter()))
                    .column(
                            "timestamptz",
                            row -> receivedAt(owed.get(row).approval())
                                    .plus(way.get(row).retries().lifetime()))
                    .column("text", row -> owed.get(row).to().original())
                    .column("integer", row -> owed.get(row).to().among());
            statement.executeUpdate();
        }
    }

    private static @Nullable String name(@Nullable Outcome outcome) {
        return outcome == null ? null : outcome.name();
    }

    /** Inserts whatever {@code source} reads and {@code elsewhere} does not take, never holding more than a few chunks. */
    void insertChunks(ContentSource source, Collection<Approval> approvals, LargeOnes elsewhere)
            throws SQLException, IOException, ContentLost {
        try (PreparedStatement statement = connection.prepareStatement(CHUNK)) {
            Chunks chunks = new Chunks(statement);
            source.read(approvals.stream().map(Approval::approved).toList(), (mailId, index, chunk) -> {
                if (!elsewhere.take(mailId, chunk)) {
                    chunks.add(mailId, index, chunk);
                }
            });
            chunks.insert();
        }
    }

    /** @param names under which contents lie elsewhere, by mail id */
    void nameContents(Map<String, String> names) throws SQLException {
        if (names.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(CONTENT_FILE)) {
            new Rows<>(connection, statement, List.copyOf(names.entrySet()))
                    .column("text", Map.Entry::getKey)
                    .column("text", Map.Entry::getValue);
            statement.executeUpdate();
        }
    }

    /** Those that are read and not inserted yet. */
    private final class Chunks {

        private final PreparedStatement statement;
        private final List<String> mails = new ArrayList<>();
        private final List<Integer> indexes = new ArrayList<>();
        private final List<byte[]> bytes = new ArrayList<>();
        private int held;

        Chunks(PreparedStatement statement) {
            this.statement = statement;
        }

        void add(String mailId, int index, byte[] chunk) throws SQLException {
            mails.add(mailId);
            indexes.add(index);
            bytes.add(chunk);
            held += chunk.length;
            if (held >= CHUNK_BATCH) {
                insert();
            }
        }

        void insert() throws SQLException {
            if (mails.isEmpty()) {
                return;
            }
            statement.setArray(1, connection.createArrayOf("text", mails.toArray()));
            statement.setArray(2, connection.createArrayOf("integer", indexes.toArray()));
            statement.setArray(3, connection.createArrayOf("bytea", bytes.toArray(byte[][]::new)));
            statement.executeUpdate();
            mails.clear();
            indexes.clear();
            bytes.clear();
            held = 0;
        }
    }
}
