package io.postern.delivery.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.postern.delivery.Database;
import io.postern.delivery.Postgres;
import io.postern.delivery.SampleMail;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who waits, and why, as metrics; with a real database. */
@QuarkusTest
@QuarkusTestResource(Postgres.class)
@SuppressWarnings("NullAway.Init") // injected
class QueueDepthTest {

    @Inject
    DataSource dataSource;

    @Inject
    QueuedMail queued;

    @Inject
    Database database;

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();

    @BeforeEach
    void empty() {
        database.empty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            hold = false                                                 | due
            leased_until = now() + interval '1 minute'                   | in-hand
            outcome = 'DEFERRED', due_at = now() + interval '1 hour'     | deferred
            outcome = 'DEFERRED', parked = true                          | parked
            outcome = 'DEFERRED', parked = true, hold = true             | held
            """)
    void recipientIsCountedByWhyItWaits(String change, String state) {
        queued.put(SampleMail.of("M1", "friend@elsewhere.test"));
        database.run("update recipient set destination = 'smtp:elsewhere.test', " + change);
        database.run("update mail set received_at = now() - interval '90 seconds'");

        new QueueDepth(dataSource, metrics).count();

        assertThat(value("postern.delivery.queue", "smtp", state)).isEqualTo(1);
        assertThat(value("postern.delivery.queue.age", "smtp", state)).isBetween(90.0, 120.0);
        assertThat(metrics.get("postern.delivery.owed").gauge().value()).isEqualTo(1);
    }

    @Test
    void whatNobodyWaitsForIsZeroAndNotMissing() {
        new QueueDepth(dataSource, metrics).count();

        assertThat(value("postern.delivery.queue", "maildir", "due")).isZero();
        assertThat(value("postern.delivery.queue.age", "lmtp", "parked")).isZero();
    }

    private double value(String name, String kind, String state) {
        return metrics.get(name).tag("kind", kind).tag("state", state).gauge().value();
    }
}
