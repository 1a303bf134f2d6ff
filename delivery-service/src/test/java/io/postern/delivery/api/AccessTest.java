package io.postern.delivery.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.delivery.Database;
import io.postern.delivery.Postgres;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may do what, and what is said to whoever asks wrongly. */
@QuarkusTest
@QuarkusTestResource(Postgres.class)
@SuppressWarnings("NullAway.Init") // injected
class AccessTest {

    @Inject
    Operator operator;

    @Inject
    Database database;

    @BeforeEach
    void empty() {
        database.empty();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /mails, 200, 200",
        "GET, /mails/M1, 404, 404",
        "GET, /mails/M1/recipients, 404, 404",
        "GET, /mails/M1/attempts, 404, 404",
        "GET, /queue, 200, 200",
        "GET, /queue/destinations, 200, 200",
        "GET, /quarantine, 200, 200",
        "GET, /quarantine/M1, 404, 404",
        "GET, /quarantine/M1/raw, 403, 404",
        "POST, /queue/hold?all=true, 403, 200",
        "POST, /queue/resume?all=true, 403, 200",
        "POST, /queue/retry?all=true, 403, 200",
        "DELETE, /queue?all=true, 403, 200",
        "POST, /quarantine/M1/release, 403, 404",
        "DELETE, /quarantine/M1, 403, 404",
        "GET, /domains, 200, 200",
        "GET, /domains/none.test, 404, 404",
        "GET, /mailboxes, 200, 200",
        "GET, /mailboxes/nobody@none.test, 404, 404",
        "GET, /aliases, 200, 200",
        "GET, /aliases/@none.test, 404, 404",
        "GET, /operations, 200, 200",
        "PUT, /domains/new.test, 403, 400",
        "PUT, /mailboxes/dave@postern.test, 403, 400",
        "PUT, /aliases/sales@postern.test, 403, 400",
        "DELETE, /domains/none.test, 403, 404",
        "DELETE, /mailboxes/nobody@none.test, 403, 404",
        "DELETE, /aliases/@none.test, 403, 404"
    })
    void readersReadAndOperatorsChange(String method, String path, int reader, int changer) {
        assertThat(operator.ask(method, path, null).status()).isEqualTo(401);
        assertThat(operator.ask(method, path, "otto:guesses").status()).isEqualTo(401);
        assertThat(operator.ask(method, path, Operator.NEITHER).status()).isEqualTo(403);
        assertThat(operator.ask(method, path, Operator.READER).status()).isEqualTo(reader);
        assertThat(operator.ask(method, path, Operator.OPERATOR).status()).isEqualTo(changer);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /mails?limit=0, limit",
        "GET, /mails?limit=201, limit",
        "GET, /mails?limit=many, limit",
        "GET, /mails?after=yesterday, after",
        "GET, /mails?after=2026-03-01T10:15:30Z, after",
        "GET, /mails?since=yesterday, since",
        "GET, /mails?until=2026-13-01T00:00:00Z, until",
        "GET, /mails?outcome=LOST, outcome",
        "GET, /mails?sender=, sender",
        "GET, /mails?recipient=a%00b, recipient",
        "GET, /mails?recipient=@postern.test, recipient",
        "GET, /mails?sendr=a@b, sendr",
        "GET, /mails?sender=a@b&sender=c@d, sender",
        "GET, /mails/M-1, mail",
        "GET, /mails/M1/attempts?after=x, after",
        "GET, /mails/M1/recipients?limit=x, limit",
        "GET, /queue?hold=maybe, hold",
        "GET, /queue?mail=a%20b, mail",
        "GET, /queue?destination=, destination",
        "GET, /queue?after=M1, after",
        "GET, /queue/destinations?limit=-1, limit",
        "POST, /queue/hold, all",
        "POST, /queue/retry?all=perhaps, all",
        "POST, /queue/retry?all=true&mail=M1, all",
        "DELETE, /queue?all=false, all",
        "DELETE, /queue?mail=M1&destinatoin=x, destinatoin",
        "GET, /quarantine?outcome=FAILED, outcome",
        "GET, /quarantine?limit=1e3, limit",
        "POST, /quarantine/M1/release?recipients=a@b, recipients",
        "GET, /domains?source=elsewhere, source",
        "GET, /domains/-x, domain",
        "GET, /mailboxes?domain=x_y, domain",
        "GET, /mailboxes?full=perhaps, full",
        "GET, /mailboxes/alice, address",
        "GET, /aliases?target=alice, address",
        "GET, /aliases?limit=0, limit",
        "GET, /operations?who=otto, who"
    })
    void mistakeIsNamed(String method, String path, String parameter) {
        Operator.Answer answer = operator.ask(method, path, Operator.OPERATOR);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error()).contains(parameter);
    }

    @Test
    void databaseThatFailsIsNotTheClientsFaultAndItsWordsStayInTheLog() {
        database.run("alter table mail rename to gone");
        try {
            Operator.Answer answer = operator.get("/mails?sender=a@example.org");
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.error()).isEqualTo("the database does not answer; try again later");
        } finally {
            database.run("alter table gone rename to mail");
        }
    }

    @Test
    void everythingIsDescribed() {
        String description = operator.text("/q/openapi?format=json");

        assertThat(description)
                .contains("/delivery/mails/{mail}/attempts")
                .contains("/delivery/queue/retry")
                .contains("/delivery/quarantine/{mail}/release")
                .contains("/delivery/mailboxes/{address}");
    }
}
