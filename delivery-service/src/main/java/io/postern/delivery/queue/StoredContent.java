package io.postern.delivery.queue;

import io.postern.delivery.content.LargeContents;
import io.postern.delivery.mailbox.MailFile.Content;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Reads content back. Small mails, which most are, come all in one query; of a larger one no more than a slice is in
 * memory at a time.
 */
@ApplicationScoped
class StoredContent {

    /** So many bytes at most make a mail a small one. A batch of them must fit into a small heap. */
    static final int SMALL = 32 * 1024;

    /** So much of a larger one is in memory for each peer or disk that takes its time. */
    private static final int SLICE = 32 * 1024;

    private static final String PART_OF_CHUNK =
            "select substring(bytes from ? for ?) from content_chunk where mail_id = ? and index = ?";
    private static final String SMALL_ONES =
            "select mail_id, bytes from content_chunk where mail_id = any(?) order by mail_id, index";

    private final DataSource dataSource;
    private final LargeContents large;

    StoredContent(DataSource dataSource, LargeContents large) {
        this.dataSource = dataSource;
        this.large = large;
    }

    /** The contents of all these mails, by mail id. */
    Map<String, Content> of(Collection<Mail> mails) throws SQLException {
        Map<String, Content> contents = new HashMap<>();
        Object[] small = mails.stream()
                .filter(mail -> mail.size <= SMALL && mail.contentFile == null)
                .map(mail -> mail.id)
                .distinct()
                .toArray();
        if (small.length > 0) {
            read(small, contents);
        }
        for (Mail mail : mails) {
            contents.computeIfAbsent(mail.id, id -> content(id, mail.size, mail.contentFile));
        }
        return contents;
    }

    private void read(Object[] mails, Map<String, Content> contents) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(SMALL_ONES)) {
            statement.setArray(1, connection.createArrayOf("text", mails));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    byte[] bytes = rows.getBytes(2);
                    contents.merge(rows.getString(1), out -> out.write(bytes), StoredContent::then);
                }
            }
        }
    }

    private static Content then(Content first, Content second) {
        return out -> {
            first.writeTo(out);
            second.writeTo(out);
        };
    }

    private Content content(String mailId, long size, @Nullable String file) {
        return file == null ? out -> copy(mailId, size, out) : out -> copyFile(file, size, out);
    }

    private void copyFile(String file, long size, OutputStream out) throws IOException {
        long copied = large.copy(file, 0, size, out);
        if (copied != size) {
            throw new IOException("the content has " + copied + " bytes of " + size);
        }
    }

    private void copy(String mailId, long size, OutputStream out) throws IOException {
        long left = size;
        int index = 0;
        int at = 0;
        while (left > 0) {
            byte[] slice = slice(mailId, index, at);
            out.write(slice);
            left -= slice.length;
            boolean ended = slice.length < SLICE;
            index = ended ? index + 1 : index;
            at = ended ? 0 : at + SLICE;
        }
    }

    /**
     * A connection for each: nobody holds one while a disk or a peer is slow.
     *
     * @return fewer bytes than others at the end of a chunk, perhaps none
     */
    private byte[] slice(String mailId, int index, int at) throws IOException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(PART_OF_CHUNK)) {
            statement.setInt(1, at + 1);
            statement.setInt(2, SLICE);
            statement.setString(3, mailId);
            statement.setInt(4, index);
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    throw new IOException("chunk " + index + " of the content is not in the database");
                }
                return row.getBytes(1);
            }
        } catch (SQLException e) {
            throw new IOException("the content cannot be read: " + e.getMessage(), e);
        }
    }
}
