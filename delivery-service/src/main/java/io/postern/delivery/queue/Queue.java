package io.postern.delivery.queue;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hibernate.Session;
import org.hibernate.query.NativeQuery;

/**
 * Hands out recipients whose time has come. Time is the database's: it is the one clock that all instances share. What
 * became of them, {@link Settlement} takes back.
 */
@ApplicationScoped
class Queue {

    // Rows are locked first, and then looked up by their ids in an array. Joined, or with a limit unknown to the
    // planner,
    // they would be so many to it that it reads the whole table, which is as long as the history.
    private static final String TAKE = """
            , taken as (
                update recipient r set attempt = r.attempt + 1, leased_until = now() + make_interval(secs => :lease),
                       due_at = now() + make_interval(secs => :lease)
                 where r.id = any(array(select id from due))
                returning r.id)
            select due.id, due.lapsed from due join taken on taken.id = due.id
            """;

    private static final String CLAIM_HERE = """
            with due as materialized (
                select id, leased_until is not null as lapsed from recipient
                 where due_at <= now() and not hold
                   and due_at is not null and (destination in ('maildir', 'alias') or outcome in ('DUPLICATE', 'QUARANTINED'))
                 order by due_at limit :most for update skip locked)
            """ + TAKE;

    // A mail of each destination: whether it can be reached is not known. The hash of a sub-select is quicker to ask
    // than
    // an array, and keeps the order of the index.
    private static final String CLAIM_FIRST = """
            with first as materialized (
                select id, mail_id, destination, due_at from recipient
                 where due_at <= now() and not hold and due_at is not null and destination not in ('maildir', 'alias')
                   and (outcome is null or outcome not in ('DUPLICATE', 'QUARANTINED'))
                   and destination not in (select unnest(cast(:busy as text[])))
                 order by due_at limit :looked),
            ranked as (
                select id, mail_id, due_at,
                       first_value(mail_id) over (partition by destination order by due_at, mail_id) as mail,
                       row_number() over (partition by destination, mail_id order by due_at) as place
                  from first),
            due as materialized (
                select r.id, r.leased_until is not null as lapsed from recipient r
                 where r.due_at <= now() and r.id = any(array(
                    select id from ranked where mail_id = mail and place <= :each order by due_at limit :most))
                   for update skip locked)
            """ + TAKE;

    // By an index: the rows of other destinations, however many are due, are not looked at.
    private static final String CLAIM_MORE = """
            with due as materialized (
                select next.id, next.lapsed from unnest(cast(:destinations as text[])) as wanted (destination)
                 cross join lateral (
                    select r.id, r.leased_until is not null as lapsed from recipient r
                     where r.destination = wanted.destination and r.due_at <= now() and not r.hold
                       and r.due_at is not null and r.destination <> 'maildir'
                       and (r.outcome is null or r.outcome not in ('DUPLICATE', 'QUARANTINED'))
                     order by r.due_at, r.mail_id limit :each for update skip locked) as next
                 limit :most)
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
        return claimed(session.createNativeQuery(CLAIM_HERE, Object[].class).setParameter("most", most), lease);
    }

    /**
     * The same for recipients elsewhere, those of one mail of each destination.
     *
     * @param each the most of one destination
     * @param busy destinations of which none are wanted
     */
    @Transactional
    List<Recipient> claimFirst(int most, int each, Collection<String> busy, Duration lease) {
        return claimed(
                session.createNativeQuery(CLAIM_FIRST, Object[].class)
                        .setParameter("most", most)
                        .setParameter("looked", most * LOOKED_AT)
                        .setParameter("each", each)
                        .setParameter("busy", busy.toArray(String[]::new)),
                lease);
    }

    /** The same for recipients of these destinations, up to {@code each} of one. */
    @Transactional
    List<Recipient> claimMore(int most, int each, Collection<String> destinations, Duration lease) {
        return claimed(
                session.createNativeQuery(CLAIM_MORE, Object[].class)
                        .setParameter("most", most)
                        .setParameter("each", each)
                        .setParameter("destinations", destinations.toArray(String[]::new)),
                lease);
    }

    private static List<Recipient> claimed(NativeQuery<Object[]> query, Duration lease) {
        Map<Long, Boolean> taken = new HashMap<>();
        for (Object[] row :
                query.setParameter("lease", lease.toMillis() / 1000.0).getResultList()) {
            taken.put((Long) row[0], (Boolean) row[1]);
        }
        if (taken.isEmpty()) {
            return List.of();
        }
        List<Recipient> recipients = Recipient.withMails(taken.keySet());
        recipients.forEach(recipient -> recipient.lapsed = Boolean.TRUE.equals(taken.get(recipient.id)));
        return recipients;
    }
}
