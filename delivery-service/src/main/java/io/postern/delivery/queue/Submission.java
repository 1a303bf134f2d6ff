package io.postern.delivery.queue;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.postern.contract.ContentChunk;
import io.postern.contract.DeliveryAttempted.Outcome;
import io.postern.contract.Envelope;
import io.postern.contract.Json;
import io.postern.contract.MailApproved;
import io.postern.contract.MailApproved.Disposition;
import io.postern.contract.MailReceived;
import io.postern.contract.Session;
import io.postern.delivery.HostName;
import io.postern.delivery.bounce.Bounce;
import io.postern.delivery.directory.Addressee;
import io.postern.delivery.route.Router;
import io.postern.delivery.route.Way;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts mail of our own into the queue. */
@ApplicationScoped
class Submission {

    private static final String MAIL =
            "insert into mail (id, sender, size, received_at, approved, traceparent) values (?, ?, ?, ?, ?, ?)";
    private static final String CHUNK = "insert into content_chunk (mail_id, index, bytes) values (?, ?, ?)";
    private static final String RECIPIENT = """
            insert into recipient (mail_id, address, outcome, detail, due_at, destination, warn_at, expires_at, original, among)
            values (?, ?, ?, ?, now(), ?, ?, ?, ?, ?)
            """;

    private final Router ways;
    private final HostName host;

    Submission(Router ways, HostName host) {
        this.ways = ways;
        this.host = host;
    }

    /** @param traceparent of the mail that it answers */
    void put(Connection connection, String id, Bounce mail, @Nullable String traceparent) throws SQLException {
        Instant now = Instant.now();
        MailApproved approved = approved(id, mail, now);
        try (PreparedStatement statement = connection.prepareStatement(MAIL)) {
            statement.setString(1, id);
            statement.setString(2, mail.envelope().sender());
            statement.setLong(3, mail.content().length);
            statement.setObject(4, now.atOffset(ZoneOffset.UTC));
            statement.setString(5, new String(Json.write(approved), UTF_8));
            statement.setString(6, traceparent);
            statement.executeUpdate();
        }
        putContent(connection, id, mail.content());
        putRecipients(connection, approved);
    }

    private static void putContent(Connection connection, String id, byte[] content) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(CHUNK)) {
            for (int index = 0; index < ContentChunk.count(content.length); index++) {
                int start = index * ContentChunk.MAX_BYTES;
                int end = Math.min(content.length, start + ContentChunk.MAX_BYTES);
                statement.setString(1, id);
                statement.setInt(2, index);
                statement.setBytes(3, Arrays.copyOfRange(content, start, end));
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private void putRecipients(Connection connection, MailApproved approved) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(RECIPIENT)) {
            for (Addressee to : ways.addressees(approved.mail().envelope())) {
                Way way = ways.way(approved, to.address());
                OffsetDateTime now = approved.mail().receivedAt().atOffset(ZoneOffset.UTC);
                statement.setString(1, approved.mail().mailId());
                statement.setString(2, to.address());
                statement.setString(3, to.passedOn() ? Outcome.DELIVERED.name() : null);
                statement.setString(4, to.passedOn() ? to.detail() : null);
                statement.setString(5, to.passedOn() ? Way.ALIAS : way.destination());
                statement.setObject(6, now.plus(way.retries().warnAfter()));
                statement.setObject(7, now.plus(way.retries().lifetime()));
                statement.setString(8, to.original());
                statement.setInt(9, to.among());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    /** The record as an ingress would have written it. */
    private MailApproved approved(String id, Bounce mail, Instant now) {
        Envelope envelope = mail.envelope();
        Session session = Session.opened(id, host.name(), "delivery", "notices", "127.0.0.1", 0, now);
        byte[] content = mail.content();
        MailReceived received = new MailReceived(
                id, session, envelope, ContentChunk.count(content.length), content.length, sha256(content), now);
        return new MailApproved(
                received, new MailApproved.Location(0, 0, 0), Disposition.DELIVER, List.of(), List.of(), List.of());
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
