package io.postern.delivery.queue;

import io.postern.contract.DeliveryAttempted;
import io.postern.contract.DeliveryAttempted.Outcome;
import io.postern.contract.Publisher;
import io.postern.contract.Topics;
import io.postern.delivery.RootCause;
import io.postern.delivery.Rows;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ApplicationNotRunning;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/** Attempts that are noted, and of which Kafka has not heard: whoever died between the two, or had no Kafka, is spoken for. */
@ApplicationScoped
class Untold {

    private static final Logger LOG = Logger.getLogger(Untold.class);
    private static final int BATCH = 200;

    private static final String TOLD = """
            update attempt a set announced = true from unnest(?, ?) as t (recipient, number)
             where a.recipient_id = t.recipient and a.number = t.number
            """;

    private static final String SOME = """
            select a.mail_id, r.address, a.number, a.outcome, a.destination, a.detail, a.at, a.elapsed_us, a.recipient_id
              from attempt a join recipient r on r.id = a.recipient_id
             where not a.announced and a.at < now() - make_interval(secs => ?) order by a.id limit ?
            """;

    /** Longer than an attempt may take and be told of, so that what is under way elsewhere is left to it. */
    private static final int OVERDUE_SECONDS = 1800;

    private final DataSource dataSource;
    private final Publisher publisher;

    Untold(DataSource dataSource, Publisher publisher) {
        this.dataSource = dataSource;
        this.publisher = publisher;
    }

    /** An attempt by its recipient and number. */
    private record Known(long recipient, int number) {}

    private record Event(Known attempt, DeliveryAttempted told) {}

    /** Everybody has been told of these. */
    void told(Collection<Attempt> attempts) {
        mark(attempts.stream()
                .map(attempt -> new Known(attempt.recipient().id, attempt.recipient().attempt))
                .toList());
    }

    private void mark(List<Known> attempts) {
        if (attempts.isEmpty()) {
            return;
        }
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(TOLD)) {
            new Rows<>(connection, statement, attempts)
                    .column("bigint", Known::recipient)
                    .column("integer", Known::number);
            statement.executeUpdate();
        } catch (SQLException e) {
            // They are told once more.
            LOG.warnf("events not marked as told recipients=%d cause=%s", attempts.size(), RootCause.of(e));
        }
    }

    @Scheduled(
            every = "1m",
            concurrentExecution = ConcurrentExecution.SKIP,
            skipExecutionIf = ApplicationNotRunning.class)
    void look() {
        try {
            tell(OVERDUE_SECONDS);
        } catch (SQLException e) {
            LOG.warnf("events not told, trying again in a minute cause=%s", RootCause.of(e));
        }
    }

    /** @param age of the attempts in seconds, at least */
    void tell(int age) throws SQLException {
        List<Event> events = some(age);
        List<CompletableFuture<Boolean>> sent = events.stream()
                .map(event -> publisher
                        .send(Publisher.json(Topics.DELIVERIES, event.told().mailId(), event.told()))
                        .handle((metadata, failure) -> failure == null))
                .toList();
        List<Known> told = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) {
            if (sent.get(i).join()) {
                told.add(events.get(i).attempt());
            }
        }
        mark(told);
    }

    private List<Event> some(int age) throws SQLException {
        List<Event> events = new ArrayList<>();
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(SOME)) {
            statement.setInt(1, age);
            statement.setInt(2, BATCH);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    int number = row.getInt(3);
                    events.add(new Event(
                            new Known(row.getLong(9), number),
                            new DeliveryAttempted(
                                    row.getString(1),
                                    row.getString(2),
                                    number,
                                    Outcome.valueOf(row.getString(4)),
                                    row.getString(5),
                                    row.getString(6),
                                    row.getObject(7, OffsetDateTime.class).toInstant(),
                                    row.getLong(8))));
                }
            }
        }
        return events;
    }
}
