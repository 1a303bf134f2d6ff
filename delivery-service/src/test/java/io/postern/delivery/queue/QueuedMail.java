package io.postern.delivery.queue;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.postern.contract.Json;
import io.postern.delivery.SampleMail;
import io.postern.delivery.route.Way;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.ZoneOffset;
import javax.sql.DataSource;

/** Puts mail into the queue without custody. */
@ApplicationScoped
public class QueuedMail {

    private final DataSource dataSource;

    QueuedMail(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    public void put(SampleMail mail) {
        put(mail, Way.HERE);
    }

    public void put(SampleMail mail, String destination) {
        run(
                "insert into mail (id, sender, size, received_at, approved, traceparent) values (?, ?, ?, ?, ?, ?)",
                mail.id(),
                mail.sender(),
                mail.content().length,
                mail.receivedAt().atOffset(ZoneOffset.UTC),
                new String(Json.write(mail.approved()), UTF_8),
                SampleMail.TRACEPARENT);
        for (String recipient : mail.approved().mail().envelope().addresses()) {
            run("""
                    insert into recipient (mail_id, address, due_at, destination, warn_at, expires_at)
                    values (?, ?, now(), ?, now() + interval '4 hours', now() + interval '5 days')
                    """, mail.id(), recipient, destination);
        }
        for (int i = 0; i < mail.chunkCount(); i++) {
            run("insert into content_chunk (mail_id, index, bytes) values (?, ?, ?)", mail.id(), i, mail.chunk(i));
        }
    }

    private void run(String sql, Object... values) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
