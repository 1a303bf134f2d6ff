package io.postern.delivery.api;

import jakarta.inject.Singleton;
import java.io.ByteArrayOutputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Reads how a mail's content begins, as far as anybody looks at it. */
@Singleton
class Content {

    private static final String CHUNK = "select bytes from content_chunk where mail_id = ? and index = ?";

    private final DataSource dataSource;

    Content(DataSource dataSource) {
        this.dataSource = dataSource;
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
