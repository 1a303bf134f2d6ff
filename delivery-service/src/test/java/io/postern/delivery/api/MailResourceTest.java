package io.postern.delivery.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.postern.contract.Envelope.Notify;
import io.postern.contract.Envelope.Recipient;
import io.postern.contract.Golden;
import io.postern.delivery.Database;
import io.postern.delivery.Postgres;
import io.postern.delivery.SampleMail;
import io.postern.delivery.queue.QueuedMail;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(Postgres.class)
@SuppressWarnings("NullAway.Init") // injected
class MailResourceTest {

    @Inject
    Operator operator;

    @Inject
    QueuedMail queued;

    @Inject
    Database database;

    @BeforeEach
    void empty() {
        database.empty();
    }

    @ParameterizedTest
    @CsvSource({
        "'', M3 M2 M1",
        "sender=Sender@Client.example, M2 M1",
        "sender=<>, M3",
        "recipient=BOB@postern.test, M3 M2",
        "recipient=nobody@postern.test, ''",
        "since=2026-03-01T10:15:31Z, M3 M2",
        "until=2026-03-01T10:15:32Z, M2 M1",
        "until=2026-03-01T11:15:32%2B01:00, M2 M1",
        "outcome=DELIVERED, M2 M1",
        "outcome=failed, M2",
        "outcome=WAITING, M3",
        "outcome=DELETED, ''",
        "outcome=FAILED&recipient=alice@postern.test, ''",
        "outcome=FAILED&recipient=bob@postern.test&sender=sender@client.example, M2"
    })
    void mailIsFoundByWhatIsKnownOfIt(String query, String found) {
        put("M1", "sender@client.example", 0, "alice@postern.test");
        put("M2", "sender@client.example", 1, "alice@postern.test", "bob@postern.test");
        put("M3", "", 2, "bob@postern.test");
        database.run("update recipient set outcome = 'DELIVERED', due_at = null where address like 'alice%'");
        database.run(
                "update recipient set outcome = 'FAILED', due_at = null where mail_id = 'M2' and address like 'bob%'");

        assertThat(operator.get("/mails?" + query).items("id")).isEqualTo(found);
    }

    @Test
    void listCountsRecipientsByTheirState() {
        put("M1", "sender@client.example", 0, "alice@postern.test", "bob@postern.test", "carol@postern.test");
        database.run("update recipient set outcome = 'DELIVERED' where address like 'alice%'");
        database.run("update recipient set deleted_at = now() where address like 'bob%'");

        JsonNode counts = operator.get("/mails").body().at("/items/0/recipients");

        assertThat(counts).hasToString("{\"DELETED\":1,\"DELIVERED\":1,\"WAITING\":1}");
    }

    @Test
    void pagesShowEveryMailOnceAlsoOfOneInstant() {
        for (int i = 0; i < 11; i++) {
            put("M" + (10 + i), "sender@client.example", i / 5, "alice@postern.test");
        }
        List<String> seen = new ArrayList<>();
        String next = "";
        while (next != null) {
            Operator.Answer page = operator.get("/mails?limit=3" + (next.isEmpty() ? "" : "&after=" + next));
            assertThat(page.status()).isEqualTo(200);
            seen.addAll(List.of(page.items("id").split(" ", -1)));
            next = page.body().path("next").asText(null);
        }

        assertThat(String.join(" ", seen)).isEqualTo("M20 M19 M18 M17 M16 M15 M14 M13 M12 M11 M10");
    }

    @Test
    void storyHasAllThatIsKnown() {
        Recipient asked = new Recipient("bob+x@postern.test", "bob@postern.test", Set.of(Notify.DELAY), "rfc822;b@x");
        queued.put(SampleMail.to("M1", List.of(new Recipient("alice@postern.test"), asked)));
        database.run("""
                update recipient set outcome = 'DEFERRED', attempt = 2, destination = 'smtp:example.org',
                       reply = '451 4.7.1 later', hold = true where address like 'bob%'
                """);
        for (int number = 1; number <= 2; number++) {
            database.run("""
                    insert into attempt (mail_id, recipient_id, number, at, elapsed_us, outcome, destination, detail, announced)
                    select 'M1', id, %d, now(), 1500, 'DEFERRED', 'smtp:example.org', 'later', true from recipient
                     where address like 'bob%%'
                    """.formatted(number));
        }

        JsonNode story = operator.get("/mails/M1").body();

        assertThat(story.at("/envelope/sender").asText()).isEqualTo("sender@client.example");
        assertThat(story.at("/session/clientIp").asText()).isEqualTo("203.0.113.7");
        assertThat(story.at("/receivedAt").asText()).isEqualTo(Golden.AT.toString());
        assertThat(story.at("/headers/0/name").asText()).isEqualTo("Received");
        JsonNode bob = story.at("/recipients/items/1");
        assertThat(bob.path("address").asText()).isEqualTo("bob+x@postern.test");
        assertThat(bob.path("mailbox").asText()).isEqualTo("bob@postern.test");
        assertThat(bob.path("notifyOn").path(0).asText()).isEqualTo("DELAY");
        assertThat(bob.path("state").asText()).isEqualTo("DEFERRED");
        assertThat(bob.path("reply").asText()).isEqualTo("451 4.7.1 later");
        assertThat(bob.path("hold").asBoolean()).isTrue();
        assertThat(story.at("/attempts/items")).hasSize(2);
        assertThat(story.at("/attempts/items/1/number").asInt()).isEqualTo(2);
        assertThat(story.at("/attempts/items/1/recipient").asText()).isEqualTo("bob+x@postern.test");
    }

    @Test
    void storyOfManyRecipientsGoesOnInPages() {
        String[] many = new String[201];
        for (int i = 0; i < many.length; i++) {
            many[i] = "r" + (1000 + i) + "@postern.test";
        }
        queued.put(SampleMail.of("M1", many));

        JsonNode first = operator.get("/mails/M1").body().path("recipients");
        Operator.Answer rest =
                operator.get("/mails/M1/recipients?after=" + first.path("next").asText());

        assertThat(first.path("items")).hasSize(200);
        assertThat(rest.items("address")).isEqualTo("r1200@postern.test");
        assertThat(rest.body().path("next").isNull()).isTrue();
    }

    private void put(String id, String sender, int seconds, String... recipients) {
        SampleMail mail = SampleMail.of(id, recipients).receivedAt(Golden.AT.plusSeconds(seconds));
        queued.put(new SampleMail(
                id, sender, mail.recipients(), mail.content(), mail.receivedAt(), mail.disposition(), 0, 0));
    }
}
