package io.postern.delivery.queue;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.postern.contract.DeliveryAttempted.Outcome;
import io.postern.delivery.Database;
import io.postern.delivery.Postgres;
import io.postern.delivery.SampleMail;
import io.postern.delivery.content.ContentRemoval;
import io.postern.delivery.content.LargeContents;
import io.postern.delivery.content.LargeContents.Writing;
import io.postern.delivery.mailbox.MailFile.Content;
import io.postern.delivery.route.Way;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Postgres.class)
@SuppressWarnings("NullAway.Init") // injected
class LargeMailTest {

    private static final byte[] BYTES = new byte[100_000];

    static {
        new Random(1).nextBytes(BYTES);
    }

    @Inject
    Queue queue;

    @Inject
    Settlement settlement;

    @Inject
    StoredContent stored;

    @Inject
    ContentRemoval removal;

    @Inject
    LargeContents contents;

    @Inject
    QueuedMail queued;

    @Inject
    Database database;

    private String file = "";
    private List<Recipient> claimed = List.of();

    @BeforeEach
    void mailWhoseContentLiesInAFile() throws IOException {
        database.empty();
        queued.put(SampleMail.of("M1", "alice@postern.test", "bob@postern.test").content(BYTES));
        file = keep(BYTES);
        database.run("delete from content_chunk");
        database.run("update mail set content_file = '" + file + "'");
        claimed = queue.claim(10, Duration.ofMinutes(1));
    }

    private String keep(byte[] bytes) throws IOException {
        try (Writing writing = contents.begin()) {
            writing.write(bytes);
            writing.finish();
            return writing.name();
        }
    }

    @Test
    void isReadFromTheFile() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        content(claimed.getFirst().mail).writeTo(out);

        assertThat(out.toByteArray()).isEqualTo(BYTES);
    }

    @Test
    void ofAFileThatIsShortNothingIsDeliveredAsIfItWereWhole() throws Exception {
        Mail mail = claimed.getFirst().mail;
        mail.size++;

        assertThatIOException()
                .isThrownBy(() -> content(mail).writeTo(new ByteArrayOutputStream()))
                .withMessageContaining("100000 bytes of 100001");
    }

    @Test
    void fileGoesWithTheLastRecipient() throws Exception {
        settlement.finish(List.of(attempt(0, Outcome.DELIVERED)), true);
        assertThat(files()).contains(file);

        settlement.finish(List.of(attempt(1, Outcome.DELIVERED)), true);
        assertThat(files()).doesNotContain(file);
        assertThat(database.rows("select content_file from mail")).containsExactly("null");
    }

    @Test
    void fileOfAMailThatFailedStays() throws Exception {
        settlement.finish(List.of(attempt(0, Outcome.DELIVERED), attempt(1, Outcome.FAILED)), true);

        assertThat(files()).contains(file);
    }

    @Test
    void fileStaysIfTheDatabaseDoesNotForgetIt() throws Exception {
        QuarkusTransaction.begin();
        settlement.finish(List.of(attempt(0, Outcome.DELIVERED), attempt(1, Outcome.DELIVERED)), true);
        QuarkusTransaction.rollback();

        assertThat(files()).contains(file);
    }

    @Test
    void whatATakeoverLeftThatDiedBeforeItsCommitIsSweptAndNothingElse() throws Exception {
        String orphan = keep(new byte[10]);
        Instant later = Instant.now().plusSeconds(1);

        assertThat(removal.sweep(Instant.now().minusSeconds(3600)))
                .as("it may be under way")
                .isZero();
        assertThat(removal.sweep(later)).isPositive();

        assertThat(files()).contains(file).doesNotContain(orphan);
    }

    @Test
    void whatIsForgottenWithItsMailIsSwept() throws Exception {
        database.run("delete from mail");

        removal.sweep(Instant.now().plusSeconds(1));

        assertThat(files()).doesNotContain(file);
    }

    private Content content(Mail mail) throws SQLException {
        return requireNonNull(stored.of(List.of(mail)).get("M1"));
    }

    private List<String> files() throws IOException {
        return contents.before(Instant.now().plusSeconds(3600));
    }

    private Attempt attempt(int recipient, Outcome outcome) {
        Said why = outcome == Outcome.DELIVERED ? null : new Said("4.3.0", "because", null);
        Result result = new Result(outcome, Way.HERE, "because", why, null, false, true);
        return new Attempt(claimed.get(recipient), result, Instant.now(), Duration.ZERO);
    }
}
