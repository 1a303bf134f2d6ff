package io.postern.delivery.api;

import io.postern.delivery.queue.Recipient;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/** Looks into the queue. */
@Singleton
class Waiting {

    private final Session session;

    Waiting(Session session) {
        this.session = session;
    }

    /** Those who have waited longest first. */
    Page<Queued> page(QueueSelection selection, long after, int most) {
        Where where = selection.where().and("r.id > :after", "after", after);
        // Column by column: the record that was approved names every recipient of a mail, and nobody reads it here.
        String query = """
                select r, m.id, m.sender, m.size, m.receivedAt from Recipient r join r.mail m
                 where r.dueAt is not null and %s order by r.id
                """.formatted(where.text());
        List<Object[]> rows = where.bind(session.createSelectionQuery(query, Object[].class))
                .setMaxResults(most + 1)
                .getResultList();
        return Page.of(
                rows,
                most,
                row -> Queued.of((Recipient) row[0], (String) row[1], (String) row[2], (Long) row[3], (Instant) row[4]),
                row -> String.valueOf(((Recipient) row[0]).id));
    }

    /** By name. */
    Page<Destination> destinations(@Nullable String after, int most) {
        Where where = new Where();
        if (after != null) {
            where.and("r.destination > :after", "after", Given.text("after", after));
        }
        String query = """
                select r.destination, count(*), sum(case when r.hold then 1 else 0 end),
                       min(m.receivedAt), min(r.dueAt)
                  from Recipient r join r.mail m where r.dueAt is not null and %s
                 group by 1 order by 1
                """.formatted(where.text());
        List<Destination> rows = where.bind(session.createSelectionQuery(query, Object[].class))
                .setMaxResults(most + 1)
                .getResultStream()
                .map(row -> new Destination(
                        (String) row[0], (Long) row[1], (Long) row[2], (Instant) row[3], (Instant) row[4]))
                .toList();
        return Page.of(rows, most, row -> row, Destination::destination);
    }
}
