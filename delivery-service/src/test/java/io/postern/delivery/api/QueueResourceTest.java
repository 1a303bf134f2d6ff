package io.postern.delivery.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.delivery.Database;
import io.postern.delivery.Postgres;
import io.postern.delivery.SampleMail;
import io.postern.delivery.queue.QueuedMail;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(Postgres.class)
@SuppressWarnings("NullAway.Init") // injected
class QueueResourceTest {

    private static final String DUE = "select address from recipient where due_at <= now() and not hold order by id";

    @Inject
    Operator operator;

    @Inject
    QueuedMail queued;

    @Inject
    Database database;

    @BeforeEach
    void fill() {
        database.empty();
        queued.put(SampleMail.of("M1", "alice@postern.test", "bob@example.org"));
        queued.put(SampleMail.of("M2", "bob@example.org", "carol@example.net"));
        database.run("update recipient set due_at = now() + interval '1 hour', destination = case"
                + " when address like '%postern.test' then 'maildir' else 'smtp:' || split_part(address, '@', 2) end");
    }

    @ParameterizedTest
    @CsvSource({
        "'', alice@postern.test bob@example.org bob@example.org carol@example.net",
        "mail=M2, bob@example.org carol@example.net",
        "destination=smtp:example.org, bob@example.org bob@example.org",
        "recipient=Carol@example.net, carol@example.net",
        "sender=sender@client.example&mail=M1, alice@postern.test bob@example.org",
        "destination=none, ''",
        "hold=true, ''"
    })
    void queueIsListedByWhatIsAskedFor(String query, String listed) {
        assertThat(operator.get("/queue?" + query).items("recipient")).isEqualTo(listed);
    }

    @Test
    void whatIsDoneWithIsNotInTheQueue() {
        database.run("update recipient set due_at = null, outcome = 'DELIVERED' where mail_id = 'M1'");

        assertThat(operator.get("/queue").items("mailId")).isEqualTo("M2 M2");
    }

    @Test
    void queueIsPaged() {
        Operator.Answer first = operator.get("/queue?limit=3");
        Operator.Answer second =
                operator.get("/queue?limit=3&after=" + first.body().path("next").asText());

        assertThat(first.items("mailId")).isEqualTo("M1 M1 M2");
        assertThat(second.items("recipient")).isEqualTo("carol@example.net");
        assertThat(second.body().path("next").isNull()).isTrue();
    }

    @Test
    void destinationsSayHowManyWait() {
        database.run("update recipient set hold = true where address like 'carol%'");
        database.run("update recipient set destination = 'none' where address like 'alice%'");

        Operator.Answer first = operator.get("/queue/destinations?limit=2");
        Operator.Answer second = operator.get(
                "/queue/destinations?after=" + first.body().path("next").asText());

        assertThat(first.body().at("/items/0/destination").asText()).isEqualTo("none");
        assertThat(first.items("recipients")).isEqualTo("1 1");
        assertThat(first.items("held")).isEqualTo("0 1");
        assertThat(second.items("destination")).isEqualTo("smtp:example.org");
        assertThat(second.items("recipients")).isEqualTo("2");
    }

    @Test
    void retryMakesDueAtOnceButNotWhatIsHeldOrUnderWay() {
        database.run("update recipient set hold = true where mail_id = 'M1' and address like 'bob%'");
        database.run("update recipient set leased_until = now() + interval '1 minute' where address like 'alice%'");

        Operator.Answer done = operator.post("/queue/retry?all=true");

        assertThat(done.body()).hasToString("{\"recipients\":2,\"underWay\":1,\"more\":false}");
        assertThat(database.rows(DUE)).containsExactly("bob@example.org", "carol@example.net");
    }

    @Test
    void destinationIsHeldAndResumed() {
        assertThat(operator.post("/queue/hold?destination=smtp:example.org")
                        .body()
                        .path("recipients")
                        .asInt())
                .isEqualTo(2);
        assertThat(operator.get("/queue?hold=true").items("mailId")).isEqualTo("M1 M2");
        assertThat(operator.post("/queue/hold?destination=smtp:example.org")
                        .body()
                        .path("recipients")
                        .asInt())
                .isZero();

        operator.post("/queue/resume?mail=M2");

        assertThat(operator.get("/queue?hold=true").items("mailId")).isEqualTo("M1");
        assertThat(database.rows(DUE)).containsExactly("bob@example.org");
    }

    @Test
    void deletedRecipientStaysOnRecordAndTheOthersInTheQueue() {
        Operator.Answer done = operator.delete("/queue?mail=M1&recipient=bob@example.org");

        assertThat(done.body().path("recipients").asInt()).isEqualTo(1);
        assertThat(operator.get("/queue?mail=M1").items("recipient")).isEqualTo("alice@postern.test");
        assertThat(database.rows("select count(*) from content_chunk where mail_id = 'M1'"))
                .containsExactly("1");
        assertThat(database.rows("select deleted_by, deleted_at is not null, due_at from recipient where mail_id = 'M1'"
                        + " and address like 'bob%'"))
                .containsExactly("otto t null");
        assertThat(operator.get("/mails?outcome=DELETED").items("id")).isEqualTo("M1");
    }

    @Test
    void contentGoesWithTheLastRecipient() {
        operator.delete("/queue?mail=M1&recipient=bob@example.org");
        operator.delete("/queue?mail=M1&recipient=alice@postern.test");

        assertThat(database.rows("select mail_id from content_chunk")).containsExactly("M2");
    }

    @Test
    void contentOfARecipientThatFailedStays() {
        database.run(
                "update recipient set outcome = 'FAILED', due_at = null where mail_id = 'M1' and address like 'a%'");

        operator.delete("/queue?mail=M1");

        assertThat(database.rows("select mail_id from content_chunk order by 1"))
                .containsExactly("M1", "M2");
    }

    @Test
    void whatIsUnderWayIsNotDeleted() {
        database.run("update recipient set leased_until = now() + interval '1 minute' where mail_id = 'M1'");

        assertThat(operator.delete("/queue?all=true").body())
                .hasToString("{\"recipients\":2,\"underWay\":2,\"more\":false}");
        assertThat(operator.get("/queue").items("mailId")).isEqualTo("M1 M1");
    }

    @Test
    void changeReachesMoreThanOneTransactionTakes() {
        for (int i = 0; i < 450; i++) {
            queued.put(SampleMail.of("N" + i, "dave@example.com"));
        }

        assertThat(operator.post("/queue/hold?recipient=dave@example.com").body())
                .hasToString("{\"recipients\":450,\"underWay\":0,\"more\":false}");
    }

    @Test
    void everyChangeIsALineInTheLogAndNoRequestCanForgeOne() {
        try (Lines lines = Lines.of(QueueResource.class)) {
            operator.post("/queue/hold?mail=M1");
            operator.post("/queue/resume?destination=smtp:example.org%0Aqueue%20changed");
            operator.delete("/queue?all=true");

            assertThat(lines.written())
                    .containsExactly(
                            "queue changed change=HOLD by=otto whom={mail=M1} recipients=2 underWay=0",
                            "queue changed change=DELETE by=otto whom=all recipients=4 underWay=0");
        }
    }
}
