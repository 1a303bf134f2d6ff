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
        String query = """
                select r from Recipient r join fetch r.mail m where r.dueAt is not null and %s order by r.id
                """.formatted(where.text());
        List<Recipient> rows = where.bind(session.createSelectionQuery(query, Recipient.class))
                .setMaxResults(most + 1)
                .getResultList();
        return Page.of(rows, most, Queued::of, row -> String.valueOf(row.id));
    }

    /** By name. */
    Page<Destination> destinations(@Nullable String after, int most) {
        Where where = new Where();
        if (after != null) {
            where.and("coalesce(r.destination, '-') > :after", "after", Given.text("after", after));
        }
        String query = """
                select coalesce(r.destination, '-'), count(*), sum(case when r.hold then 1 else 0 end),
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
