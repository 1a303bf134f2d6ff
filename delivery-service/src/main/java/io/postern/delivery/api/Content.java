package io.postern.delivery.api;

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

    Content(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** Writes all of it, a chunk in memory at a time; nothing if the content is gone. */
    void copy(String mailId, OutputStream to) throws SQLException, IOException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(CHUNK)) {
            statement.setString(1, mailId);
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
    byte[] beginning(String mailId, int most) throws SQLException {
        ByteArrayOutputStream beginning = new ByteArrayOutputStream();
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(CHUNK)) {
            statement.setString(1, mailId);
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
