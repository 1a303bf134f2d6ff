package io.postern.delivery.api;

import io.postern.delivery.content.LargeContents;
import io.postern.delivery.queue.Mail;
import jakarta.inject.Singleton;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Reads a mail's content, as it was received. */
@Singleton
class Content {

    private static final String CHUNK = "select bytes from content_chunk where mail_id = ? and index = ?";

    private final DataSource dataSource;
    private final LargeContents large;

    Content(DataSource dataSource, LargeContents large) {
        this.dataSource = dataSource;
        this.large = large;
    }

    /** Writes all of it, a chunk in memory at a time; nothing if the content is gone. */
    void copy(Mail mail, OutputStream to) throws SQLException, IOException {
        if (mail.contentFile != null) {
            large.copy(mail.contentFile, 0, mail.size, to);
            return;
        }
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(CHUNK)) {
            statement.setString(1, mail.id);
            for (int index = 0; ; index++) {
                statement.setInt(2, index);
                try (ResultSet row = statement.executeQuery()) {
                    if (!row.next()) {
                        return;
                    }
                    to.write(row.getBytes(1));
                }
            }
        }
    }

    /** @return so many bytes at most; none if the content is gone */
    byte[] beginning(Mail mail, int most) throws SQLException, IOException {
        ByteArrayOutputStream beginning = new ByteArrayOutputStream();
        if (mail.contentFile != null) {
            large.copy(mail.contentFile, 0, most, beginning);
            return beginning.toByteArray();
        }
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(CHUNK)) {
            statement.setString(1, mail.id);
            for (int index = 0; beginning.size() < most; index++) {
                statement.setInt(2, index);
                try (ResultSet row = statement.executeQuery()) {
                    if (!row.next()) {
                        break;
                    }
                    byte[] chunk = row.getBytes(1);
                    beginning.write(chunk, 0, Math.min(chunk.length, most - beginning.size()));
                }
            }
        }
        return beginning.toByteArray();
    }
}
