package io.postern.delivery.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.postern.contract.MailApproved.Disposition;
import io.postern.delivery.Database;
import io.postern.delivery.Postgres;
import io.postern.delivery.SampleMail;
import io.postern.delivery.queue.QueuedMail;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Postgres.class)
@SuppressWarnings("NullAway.Init") // injected
class QuarantineResourceTest {

    private static final String DUE = "select mail_id, address, released_by from recipient"
            + " where due_at <= now() and outcome is null and released_at is not null order by id";

    @Inject
    Operator operator;

    @Inject
    QueuedMail queued;

    @Inject
    Database database;

    @BeforeEach
    void fill() {
        database.empty();
        queued.put(SampleMail.of("M1", "alice@postern.test"));
        quarantine(SampleMail.of("M2", "alice@postern.test", "bob@postern.test"));
        quarantine(SampleMail.of("M3", "carol@postern.test"));
    }

    private void quarantine(SampleMail mail) {
        queued.put(mail.disposition(Disposition.QUARANTINE));
        database.run("update recipient set outcome = 'QUARANTINED', due_at = null where mail_id = '" + mail.id() + "'");
    }

    @Test
    void onlyWhatIsInQuarantineIsListed() {
        assertThat(operator.get("/quarantine").items("id")).isEqualTo("M3 M2");
        assertThat(operator.get("/quarantine?recipient=bob@postern.test").items("id"))
                .isEqualTo("M2");
        assertThat(operator.get("/quarantine?limit=1").items("id")).isEqualTo("M3");
    }

    @Test
    void releaseAndDeletionAreNotedWithTheMail() {
        operator.post("/quarantine/M2/release?recipient=bob@postern.test");
        operator.delete("/quarantine/M3");
        operator.delete("/quarantine/M3");

        assertThat(database.rows("select by, action, object, detail from operation order by action"))
                .containsExactly("otto quarantine.delete M3 recipients=1", "otto quarantine.release M2 recipients=1");
    }

    @Test
    void whoGetsAMailByAnAliasIsReleasedByItsName() {
        database.run("update recipient set original = 'sales@postern.test', among = 2 where mail_id = 'M2'");

        assertThat(operator.get("/quarantine?recipient=sales@postern.test").items("id"))
                .isEqualTo("M2");
        assertThat(operator.post("/quarantine/M2/release?recipient=sales@postern.test")
                        .body()
                        .path("recipients")
                        .asInt())
                .isEqualTo(2);
    }

    @Test
    void mailIsHandedOutAsItWasReceived() {
        String mail = "Subject: x\r\n\r\n" + "0123456789\r\n".repeat(100_000);
        quarantine(SampleMail.of("M4", "alice@postern.test").content(mail.getBytes(UTF_8)));

        assertThat(operator.raw("/quarantine/M4/raw").equals(mail)).isTrue();
    }

    @Test
    void mailIsShownAsTextAndNothingElse() {
        quarantine(SampleMail.of("M4", "alice@postern.test").content("""
                From: =?utf-8?q?Eve?= <eve@client.example>
                Subject: Caf\u00e9
                Content-Type: multipart/mixed; boundary=b

                --b
                Content-Type: text/plain; charset=utf-8
                Content-Transfer-Encoding: quoted-printable

                Caf=C3=A9 <script>alert(1)</script>
                --b
                Content-Type: text/html

                <html><head><title>t</title><style>p {}</style></head><p onclick="x()">One&nbsp;two</p><script>alert(2)
                </script><p>three<img src="http://evil.example/pixel"></html>
                --b
                Content-Type: application/octet-stream; name="other"
                Content-Disposition: attachment; filename="invoice.exe"
                Content-Transfer-Encoding: base64

                TVqQ
                --b--
                """.getBytes(UTF_8)));

        JsonNode inside = operator.get("/quarantine/M4").body();

        assertThat(inside.at("/headers/1").asText()).isEqualTo("Subject: Caf\u00e9");
        assertThat(inside.at("/parts")).hasSize(3);
        assertThat(inside.at("/parts/0/text").asText()).startsWith("Caf\u00e9 <script>");
        assertThat(inside.at("/parts/1/text").asText()).isEqualTo("One two\nthree");
        assertThat(inside.at("/parts/2/type").asText()).isEqualTo("application/octet-stream");
        assertThat(inside.at("/parts/2/name").asText()).isEqualTo("invoice.exe");
        assertThat(inside.at("/parts/2/text").asText()).isEmpty();
        assertThat(inside.at("/recipients/items/0/state").asText()).isEqualTo("QUARANTINED");
        assertThat(inside.at("/truncated").asBoolean()).isFalse();
    }

    @Test
    void largeMailIsShownInPart() {
        byte[] large = ("Subject: large\r\n\r\n" + "many words\r\n".repeat(500_000)).getBytes(UTF_8);
        quarantine(SampleMail.of("M4", "alice@postern.test").content(large));

        JsonNode inside = operator.get("/quarantine/M4").body();

        assertThat(inside.at("/truncated").asBoolean()).isTrue();
        assertThat(inside.at("/parts/0/text").asText()).hasSize(64 * 1024);
    }

    @Test
    void mailThatIsNotInQuarantineIsNotShownNorReleased() {
        assertThat(operator.get("/quarantine/M1").status()).isEqualTo(409);
        assertThat(operator.post("/quarantine/M1/release").status()).isEqualTo(409);
        assertThat(operator.delete("/quarantine/M1").status()).isEqualTo(409);
        assertThat(operator.post("/quarantine/M9/release").status()).isEqualTo(404);
    }

    @Test
    void releasedMailIsDueAtOnceAndMarked() {
        Operator.Answer done = operator.post("/quarantine/M2/release");

        assertThat(done.body().path("recipients").asInt()).isEqualTo(2);
        assertThat(database.rows(DUE)).containsExactly("M2 alice@postern.test otto", "M2 bob@postern.test otto");
        assertThat(operator.get("/quarantine").items("id")).isEqualTo("M3");
        assertThat(operator.get("/mails/M2")
                        .body()
                        .at("/recipients/items/0/releasedBy")
                        .asText())
                .isEqualTo("otto");
    }

    @Test
    void oneRecipientIsReleasedAndTheOtherStays() {
        operator.post("/quarantine/M2/release?recipient=bob@postern.test");

        assertThat(database.rows(DUE)).containsExactly("M2 bob@postern.test otto");
        assertThat(operator.get("/quarantine/M2").status()).isEqualTo(200);
        assertThat(operator.post("/quarantine/M2/release?recipient=bob@postern.test")
                        .status())
                .isEqualTo(409);
    }

    @Test
    void releasedOnceUnderParallelCalls() throws Exception {
        List<Callable<Integer>> calls = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            calls.add(() -> operator.post("/quarantine/M2/release").status());
        }
        List<Integer> statuses = new ArrayList<>();
        try (Lines lines = Lines.of(QuarantineResource.class);
                ExecutorService callers = Executors.newFixedThreadPool(calls.size())) {
            for (Future<Integer> call : callers.invokeAll(calls)) {
                statuses.add(call.get());
            }
            assertThat(lines.written()).containsExactly("released from quarantine by=otto mailId=M2 recipients=2");
        }
        assertThat(statuses).containsOnlyOnce(200).containsOnly(200, 409).hasSize(8);
    }

    @Test
    void whatWasReleasedAndCameBackIsNotReleasedAgain() {
        operator.post("/quarantine/M3/release");
        database.run("update recipient set outcome = 'QUARANTINED', due_at = null where mail_id = 'M3'");

        assertThat(operator.post("/quarantine/M3/release").status()).isEqualTo(409);
    }

    @Test
    void whoeverHasTheMailInHandHasNoSayAfterItsRelease() {
        database.run(
                "update recipient set attempt = 1, leased_until = now() + interval '1 minute' where mail_id = 'M3'");

        operator.post("/quarantine/M3/release");

        assertThat(database.rows("select attempt, leased_until from recipient where mail_id = 'M3'"))
                .containsExactly("2 null");
    }

    @Test
    void deletedMailLosesItsContentAndKeepsItsStory() {
        operator.delete("/quarantine/M3");

        assertThat(database.rows("select distinct mail_id from content_chunk order by 1"))
                .containsExactly("M1", "M2");
        assertThat(operator.get("/quarantine").items("id")).isEqualTo("M2");
        assertThat(operator.get("/mails/M3")
                        .body()
                        .at("/recipients/items/0/state")
                        .asText())
                .isEqualTo("DELETED");
        assertThat(operator.post("/quarantine/M3/release").status()).isEqualTo(409);
    }
}
