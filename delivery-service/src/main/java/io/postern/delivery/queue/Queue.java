package io.postern.delivery.queue;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.hibernate.Session;
import org.hibernate.query.NativeQuery;

/**
 * Hands out recipients whose time has come. Time is the database's: it is the one clock that all instances share. What
 * became of them, {@link Settlement} takes back.
 */
@ApplicationScoped
class Queue {

    // The rows are chosen in a query of their own: as a plain subquery the planner may run it once for each row.
    private static final String TAKE = """
            update recipient r set attempt = r.attempt + 1, leased_until = now() + make_interval(secs => :lease),
                   due_at = now() + make_interval(secs => :lease)
              from due where r.id = due.id
            returning r.id
            """;

    private static final String CLAIM_HERE = """
            with due as materialized (
                select id from recipient
                 where due_at <= now() and not hold
                   and due_at is not null and (destination in ('maildir', 'alias') or outcome in ('DUPLICATE', 'QUARANTINED'))
                 order by due_at limit :most for update skip locked)
            """ + TAKE;

    // Of each destination only so many, lest one with a long queue leaves no room for the others.
    private static final String CLAIM_ELSEWHERE = """
            with first as materialized (
                select id, destination, due_at from recipient
                 where due_at <= now() and not hold and due_at is not null and destination not in ('maildir', 'alias')
                   and (outcome is null or outcome not in ('DUPLICATE', 'QUARANTINED'))
                   and not destination = any(cast(:busy as text[]))
                 order by due_at limit :looked),
            ranked as (
                select id, due_at, row_number() over (partition by destination order by due_at) as place from first),
            due as materialized (
                select r.id from recipient r join ranked on r.id = ranked.id
                 where ranked.place <= :each and r.due_at <= now()
                 order by ranked.due_at limit :most for update of r skip locked)
            """ + TAKE;

    /** So many times as many as are wanted are looked at to find those of several destinations. */
    private static final int LOOKED_AT = 20;

    private final Session session;

    Queue(Session session) {
        this.session = session;
    }

    /** Takes up to {@code most} recipients of ours that are due, their mails with them, out of the others' reach for a time. */
    @Transactional
    List<Recipient> claim(int most, Duration lease) {
        return claimed(session.createNativeQuery(CLAIM_HERE, Long.class).setParameter("most", most), lease);
    }

    /**
     * The same for recipients elsewhere.
     *
     * @param each the most of one destination
     * @param busy destinations of which none are wanted
     */
    @Transactional
    List<Recipient> claimElsewhere(int most, int each, Collection<String> busy, Duration lease) {
        return claimed(
                session.createNativeQuery(CLAIM_ELSEWHERE, Long.class)
                        .setParameter("most", most)
                        .setParameter("looked", most * LOOKED_AT)
                        .setParameter("each", each)
                        .setParameter("busy", busy.toArray(String[]::new)),
                lease);
    }

    private static List<Recipient> claimed(NativeQuery<Long> query, Duration lease) {
        List<Long> ids = query.setParameter("lease", lease.toMillis() / 1000.0).getResultList();
        return ids.isEmpty() ? List.of() : Recipient.withMails(ids);
    }
}
