package io.postern.delivery.custody;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.postern.contract.InvalidRecord;
import io.postern.delivery.Database;
import io.postern.delivery.DeliverySettings;
import io.postern.delivery.Postgres;
import io.postern.delivery.SampleMail;
import io.postern.delivery.SmallDisk;
import io.postern.delivery.content.ContentFiles;
import io.postern.delivery.content.LargeContents;
import io.postern.delivery.route.Router;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Postgres.class)
@SuppressWarnings("NullAway.Init") // injected
class LargeContentTest {

    private static final byte[] BYTES = new byte[Postgres.LARGE + 1];

    static {
        new Random(1).nextBytes(BYTES);
    }

    private static final SampleMail MAIL =
            SampleMail.of("M1", "alice@postern.test", "bob@postern.test").content(BYTES);

    @Inject
    Custody custody;

    @Inject
    LargeContents contents;

    @Inject
    Database database;

    @Inject
    DataSource dataSource;

    @Inject
    Router ways;

    @Inject
    DeliverySettings settings;

    @BeforeEach
    void empty() throws IOException {
        database.empty();
        for (String name : files(contents)) {
            contents.remove(name);
        }
    }

    @Test
    void largeContentLiesInAFileAndASmallOneInTheDatabase() throws Exception {
        take(custody, MAIL, SampleMail.of("M2", "alice@postern.test"));

        assertThat(database.rows("select mail_id from content_chunk")).containsExactly("M2");
        assertThat(database.rows("select id from mail where content_file is null"))
                .containsExactly("M2");
        List<String> named = database.rows("select content_file from mail where id = 'M1'");
        assertThat(files(contents)).isEqualTo(named);
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        contents.copy(named.getFirst(), 0, Long.MAX_VALUE, read);
        assertThat(read.toByteArray()).isEqualTo(BYTES);
    }

    @Test
    void replayWritesNoFile() throws Exception {
        take(custody, MAIL);
        List<String> before = files(contents);

        take(custody, MAIL);

        assertThat(files(contents)).isEqualTo(before);
    }

    @Test
    void contentThatIsNotWhatWasReceivedLeavesNoFile() throws Exception {
        assertThatExceptionOfType(ContentLost.class)
                .isThrownBy(() -> custody.take(List.of(Approval.of(MAIL.record())), (mails, sink) -> {
                    sink.accept("M1", 0, MAIL.chunk(0));
                    throw new ContentLost(Map.of("M1", new InvalidRecord("chunks are missing")));
                }));

        assertThat(files(contents)).isEmpty();
        assertThat(database.rows("select id from mail")).isEmpty();
    }

    @Test
    void mailThatTheDiskHasNoRoomForIsTakenWholeWhenThereIsRoom() throws Exception {
        byte[] tooLarge = Arrays.copyOf(BYTES, 3 * 1024 * 1024);
        SampleMail large = SampleMail.of("M1", "alice@postern.test").content(tooLarge);
        SampleMail smaller = SampleMail.of("M2", "alice@postern.test").content(Arrays.copyOf(BYTES, 1024 * 1024));
        try (SmallDisk disk = SmallDisk.mount("2m")) {
            ContentFiles files = new ContentFiles(disk.folder().resolve("contents"), 1024 * 1024);
            assertThatIOException().as("waited for, not put aside").isThrownBy(() -> take(files, smaller, large));

            assertThat(files(files)).as("room for the next attempt").isEmpty();
            assertThat(database.rows("select id from mail")).isEmpty();
            assertThat(database.rows("select mail_id from fingerprint")).isEmpty();

            take(files, smaller);
            assertThat(files(files)).isEqualTo(database.rows("select content_file from mail where id = 'M2'"));
        }
    }

    private void take(LargeContents elsewhere, SampleMail... mails) throws Exception {
        Custody there = new Custody(dataSource, ways, elsewhere, settings);
        QuarkusTransaction.begin();
        try {
            take(there, mails);
        } catch (Exception e) {
            QuarkusTransaction.rollback();
            throw e;
        }
        QuarkusTransaction.commit();
    }

    private static void take(Custody custody, SampleMail... mails) throws Exception {
        List<Approval> group = new ArrayList<>();
        for (SampleMail mail : mails) {
            group.add(Approval.of(mail.record()));
        }
        custody.take(group, (wanted, sink) -> {
            for (SampleMail mail : mails) {
                boolean asked = wanted.stream()
                        .anyMatch(approved -> approved.mail().mailId().equals(mail.id()));
                for (int i = 0; asked && i < mail.chunkCount(); i++) {
                    sink.accept(mail.id(), i, mail.chunk(i));
                }
            }
        });
    }

    private static List<String> files(LargeContents contents) throws IOException {
        return contents.before(Instant.now().plusSeconds(3600));
    }
}
