package io.postern.delivery.queue;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.postern.delivery.Database;
import io.postern.delivery.Postgres;
import io.postern.delivery.SampleMail;
import io.postern.delivery.mailbox.MailFile.Content;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Content comes out of the database as it went in, however large, and little of it is in memory at a time. */
@QuarkusTest
@QuarkusTestResource(Postgres.class)
@SuppressWarnings("NullAway.Init") // injected
class StoredContentTest {

    @Inject
    Queue queue;

    @Inject
    StoredContent stored;

    @Inject
    QueuedMail queued;

    @Inject
    Database database;

    @BeforeEach
    void emptyDatabase() {
        database.empty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 32_768, 32_769, 65_536, 100_000, 524_287, 524_288, 524_289, 1_048_576, 1_234_567})
    void contentIsWhatWasStored(int size) throws Exception {
        byte[] bytes = bytes(size);

        ByteArrayOutputStream out = new ByteArrayOutputStream();
        content(bytes).writeTo(out);

        assertThat(out.toByteArray()).isEqualTo(bytes);
    }

    @Test
    void largerContentComesInSlices() throws Exception {
        Content content = content(bytes(1_234_567));

        content.writeTo(new OutputStream() {
            @Override
            public void write(int octet) {
                throw new AssertionError("octets come by the slice");
            }

            @Override
            public void write(byte[] bytes, int from, int length) {
                assertThat(length).isLessThanOrEqualTo(32 * 1024);
            }
        });
    }

    @Test
    void contentWithoutItsEndIsAnError() throws Exception {
        Content content = content(bytes(600_000));
        database.run("delete from content_chunk where index = 1");

        assertThatIOException()
                .isThrownBy(() -> content.writeTo(OutputStream.nullOutputStream()))
                .withMessageContaining("chunk 1 ");
    }

    private Content content(byte[] bytes) throws SQLException {
        queued.put(SampleMail.of("M1", "alice@postern.test").content(bytes));
        Mail mail = queue.claim(1, Duration.ofMinutes(1)).getFirst().mail;
        return requireNonNull(stored.of(List.of(mail)).get("M1"));
    }

    private static byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }
}
