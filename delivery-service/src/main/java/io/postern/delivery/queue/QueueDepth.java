package io.postern.delivery.queue;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.postern.delivery.RootCause;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ApplicationNotRunning;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/**
 * How many recipients are owed their mail, why they wait, and for how long the oldest has: as metrics. Counted now and then, not
 * at every scrape.
 */
@ApplicationScoped
class QueueDepth {

    private static final Logger LOG = Logger.getLogger(QueueDepth.class);

    private static final List<String> KINDS = List.of("maildir", "lmtp", "smtp");

    /**
     * Due: not tried yet. In hand: somebody is at it. Deferred: tried, and waits for the next time. Parked: nothing gets
     * through at its destination. Held: by an operator.
     */
    private static final List<String> STATES = List.of("due", "in-hand", "deferred", "parked", "held");

    // Recipients have their numbers in the order in which their mails came, so the least is of the oldest.
    private static final String COUNT = """
            with owed as (
                select id, split_part(destination, ':', 1) as kind,
                       case when hold then 'held' when leased_until > now() then 'in-hand' when parked then 'parked'
                            when outcome = 'DEFERRED' then 'deferred' else 'due' end as state
                  from recipient where due_at is not null),
            counted as (select kind, state, count(*) as number, min(id) as oldest from owed group by kind, state)
            select c.kind, c.state, c.number, extract(epoch from now() - m.received_at)
              from counted c join recipient r on r.id = c.oldest join mail m on m.id = r.mail_id
            """;

    private final DataSource dataSource;
    private final AtomicLong owed = new AtomicLong();
    private final MultiGauge number;
    private final MultiGauge age;

    QueueDepth(DataSource dataSource, MeterRegistry metrics) {
        this.dataSource = dataSource;
        metrics.gauge("postern.delivery.owed", owed);
        this.number = MultiGauge.builder("postern.delivery.queue")
                .description("Recipients that are owed their mail, by kind of destination and by why they wait")
                .register(metrics);
        this.age = MultiGauge.builder("postern.delivery.queue.age")
                .description("Since the mail of the oldest of them came")
                .baseUnit("seconds")
                .register(metrics);
    }

    private record Waiting(String kind, String state) {

        Tags tags() {
            return Tags.of("kind", kind, "state", state);
        }
    }

    private record Depth(long number, double age) {}

    @Scheduled(
            every = "10s",
            concurrentExecution = ConcurrentExecution.SKIP,
            skipExecutionIf = ApplicationNotRunning.class)
    void count() {
        Map<Waiting, Depth> depths = new HashMap<>();
        for (String kind : KINDS) {
            STATES.forEach(state -> depths.put(new Waiting(kind, state), new Depth(0, 0)));
        }
        try {
            depths.putAll(counted());
        } catch (SQLException e) {
            LOG.debugf("queue not counted cause=%s", RootCause.of(e));
            return;
        }
        owed.set(depths.values().stream().mapToLong(Depth::number).sum());
        List<MultiGauge.Row<?>> numbers = new ArrayList<>();
        List<MultiGauge.Row<?>> ages = new ArrayList<>();
        depths.forEach((waiting, depth) -> {
            numbers.add(MultiGauge.Row.of(waiting.tags(), depth.number()));
            ages.add(MultiGauge.Row.of(waiting.tags(), depth.age()));
        });
        number.register(numbers, true);
        age.register(ages, true);
    }

    private Map<Waiting, Depth> counted() throws SQLException {
        Map<Waiting, Depth> depths = new HashMap<>();
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(COUNT);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                depths.put(
                        new Waiting(row.getString(1), row.getString(2)), new Depth(row.getLong(3), row.getDouble(4)));
            }
        }
        return depths;
    }
}
