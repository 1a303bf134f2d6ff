package io.postern.delivery.custody;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.postern.contract.DeliveryAttempted.Outcome;
import io.postern.contract.MailReceived;
import io.postern.delivery.custody.ContentSource.Sink;
import io.postern.delivery.route.Router;
import io.postern.delivery.route.Way;
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
import java.util.List;
import java.util.Map;

/**
 * The statements of a takeover, on the connection of its transaction. Each goes over the wire once for all rows; the
 * count of each row says whether it was inserted.
 */
final class CustodyTables {

    private static final String MAIL = """
            insert into mail (id, sender, size, received_at, approved, traceparent) values (?, ?, ?, ?, ?, ?)
            on conflict (id) do nothing
            """;

    // Inserts what is new, overwrites what is too old to count, leaves what counts. Another instance's insert of the
    // same fingerprint is waited for, so the two agree on which was first.
    private static final String FINGERPRINT = """
            insert into fingerprint as known (hash, mail_id, received_at, expires_at)
            values (?, ?, ?, now() + 2 * make_interval(secs => ?))
            on conflict (hash) do update
               set mail_id = excluded.mail_id, received_at = excluded.received_at, expires_at = excluded.expires_at
             where known.received_at < excluded.received_at - make_interval(secs => ?)
            """;

    private static final String KNOWN = "select hash, mail_id from fingerprint where hash = any(?)";

    private static final String RECIPIENT = """
            insert into recipient (mail_id, address, outcome, detail, due_at, destination, warn_at, expires_at, original, among)
            values (?, ?, ?, ?, now(), ?, ?, ?, ?, ?)
            """;

    private static final String CHUNK = "insert into content_chunk (mail_id, index, bytes) values (?, ?, ?)";

    /** So many bytes of chunks are held until they go to the database together. */
    private static final int CHUNK_BATCH = 1024 * 1024;

    private final Connection connection;

    CustodyTables(Connection connection) {
        this.connection = connection;
    }

    /** @return those that were not in custody yet */
    List<Approval> insertMails(List<Approval> approvals) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(MAIL)) {
            for (Approval approval : approvals) {
                MailReceived mail = approval.mail();
                statement.setString(1, mail.mailId());
                statement.setString(2, mail.envelope().sender());
                statement.setLong(3, mail.size());
                statement.setObject(4, mail.receivedAt().atOffset(ZoneOffset.UTC));
                statement.setString(5, new String(approval.record().value(), UTF_8));
                statement.setString(6, approval.traceparent());
                statement.addBatch();
            }
            return counting(1, approvals, statement.executeBatch());
        }
    }

    /** @return those that are resends */
    List<Owed> insertFingerprints(List<Owed> owed, Duration window) throws SQLException {
        double seconds = window.toMillis() / 1000.0;
        try (PreparedStatement statement = connection.prepareStatement(FINGERPRINT)) {
            for (Owed one : owed) {
                MailReceived mail = one.approval().mail();
                statement.setString(1, one.fingerprint());
                statement.setString(2, mail.mailId());
                statement.setObject(3, mail.receivedAt().atOffset(ZoneOffset.UTC));
                statement.setDouble(4, seconds);
                statement.setDouble(5, seconds);
                statement.addBatch();
            }
            return counting(0, owed, statement.executeBatch());
        }
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
        try (PreparedStatement statement = connection.prepareStatement(RECIPIENT)) {
            for (Owed one : owed) {
                Outcome settled = one.settled();
                statement.setString(1, one.approval().mailId());
                statement.setString(2, one.to().address());
                statement.setString(3, settled == null ? null : settled.name());
                statement.setString(4, one.detail());
                Way way = ways.way(one.approval().approved(), one.to().address());
                OffsetDateTime receivedAt = one.approval().mail().receivedAt().atOffset(ZoneOffset.UTC);
                statement.setString(5, one.destination(way));
                statement.setObject(6, receivedAt.plus(way.retries().warnAfter()));
                statement.setObject(7, receivedAt.plus(way.retries().lifetime()));
                statement.setString(8, one.to().original());
                statement.setInt(9, one.to().among());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    /** Inserts whatever {@code source} reads, never holding more than a few chunks. */
    void insertChunks(ContentSource source, Collection<Approval> approvals) throws SQLException, ContentLost {
        try (PreparedStatement statement = connection.prepareStatement(CHUNK)) {
            source.read(approvals.stream().map(Approval::approved).toList(), new Sink() {
                private int held;

                @Override
                public void accept(String mailId, int index, byte[] bytes) throws SQLException {
                    statement.setString(1, mailId);
                    statement.setInt(2, index);
                    statement.setBytes(3, bytes);
                    statement.addBatch();
                    held += bytes.length;
                    if (held >= CHUNK_BATCH) {
                        statement.executeBatch();
                        held = 0;
                    }
                }
            });
            statement.executeBatch();
        }
    }

    /** The rows of which the statement has changed {@code count}. */
    private static <T> List<T> counting(int count, List<T> rows, int[] counts) {
        List<T> found = new ArrayList<>();
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] == count) {
                found.add(rows.get(i));
            }
        }
        return found;
    }
}
