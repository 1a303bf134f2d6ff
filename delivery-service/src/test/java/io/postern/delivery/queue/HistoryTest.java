package io.postern.delivery.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.delivery.Database;
import io.postern.delivery.Postgres;
import io.postern.delivery.SampleMail;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Postgres.class)
@SuppressWarnings("NullAway.Init") // injected
class HistoryTest {

    private final Instant longAgo = Instant.now().minus(31, ChronoUnit.DAYS);

    @Inject
    History history;

    @Inject
    QueuedMail queued;

    @Inject
    Database database;

    @BeforeEach
    void empty() {
        database.empty();
    }

    @Test
    void mailsThatAreDoneWithAreForgottenWhenTheirTimeIsOver() {
        queued.put(SampleMail.of("OLD", "alice@postern.test").receivedAt(longAgo));
        queued.put(SampleMail.of("OWED", "alice@postern.test").receivedAt(longAgo));
        queued.put(SampleMail.of("NEW", "alice@postern.test").receivedAt(Instant.now()));
        database.run("update recipient set due_at = null, outcome = 'FAILED' where mail_id <> 'OWED'");

        history.forget();

        assertThat(database.rows("select id from mail order by id")).containsExactly("NEW", "OWED");
        assertThat(database.rows("select mail_id from content_chunk order by 1"))
                .containsExactly("NEW", "OWED");
    }

    @Test
    void thousandsAreForgottenAtOnce() {
        for (int i = 0; i < 1_100; i++) {
            queued.put(SampleMail.of("OLD" + i, "alice@postern.test").receivedAt(longAgo));
        }
        database.run("update recipient set due_at = null, outcome = 'DELIVERED'");

        history.forget();

        assertThat(database.rows("select count(*) from mail")).containsExactly("0");
    }
}
