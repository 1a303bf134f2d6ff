package io.postern.delivery.api;

import io.postern.delivery.content.ContentRemoval;
import io.postern.delivery.queue.Bell;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import java.util.List;
import org.hibernate.Session;
import org.hibernate.query.MutationQuery;
import org.hibernate.query.NativeQuery;

/**
 * What an operator changes in the queue: some mails at a time, so that deliveries never wait long. As the queue does when
 * it writes down what became of recipients, mails are locked first, in the order of their ids; so nobody waits in a circle.
 */
@Singleton
class Register {

    /** Mails in one transaction, and in one request. */
    private static final int BATCH = 200;

    private static final int MOST = 10_000;

    private static final String NOBODY_HAS_IT = "(r.leased_until is null or r.leased_until <= now())";

    // As the queue drops it, but that what was deleted needs no content any more.
    private static final String DROP_CONTENT = """
            delete from content_chunk c where c.mail_id in (:mails) and not exists (
                select 1 from recipient r where r.mail_id = c.mail_id and r.deleted_at is null
                   and (r.due_at is not null or r.outcome in ('FAILED', 'QUARANTINED')))
            """;

    private final Session session;
    private final ContentRemoval removal;
    private final Bell bell;

    Register(Session session, ContentRemoval removal, Bell bell) {
        this.session = session;
        this.removal = removal;
        this.bell = bell;
    }

    Done change(Change change, Where selection, String by) {
        int changed = 0;
        Batch batch = new Batch("", 0);
        for (int mails = 0; mails < MOST; mails += BATCH) {
            String after = batch.last;
            batch = QuarkusTransaction.requiringNew().call(() -> batch(change, selection, by, after));
            changed += batch.changed;
            if (batch.last.isEmpty()) {
                break;
            }
        }
        bell.ring();
        return new Done(changed, change.underWay ? 0 : underWay(change, selection), !batch.last.isEmpty());
    }

    /** @param last the mail where it ended; empty: there are no more */
    private record Batch(String last, int changed) {}

    private Batch batch(Change change, Where selection, String by, String after) {
        String whom = change.whom + " and " + (change.underWay ? "true" : NOBODY_HAS_IT) + " and " + selection.text();
        List<String> mails = lock(whom, selection, after);
        if (mails.isEmpty()) {
            return new Batch("", 0);
        }
        int changed = update(change, whom, selection, by, mails);
        if (change == Change.DELETE) {
            dropContent(mails);
        }
        return new Batch(mails.size() < BATCH ? "" : mails.getLast(), changed);
    }

    private List<String> lock(String whom, Where selection, String after) {
        NativeQuery<String> mails = session.createNativeQuery("""
                select m.id from mail m where m.id > :after and exists (
                    select 1 from recipient r where r.mail_id = m.id and r.due_at is not null and %s)
                 order by m.id limit :batch for update of m
                """.formatted(whom), String.class);
        return selection
                .bind(mails)
                .setParameter("after", after)
                .setParameter("batch", BATCH)
                .getResultList();
    }

    private int update(Change change, String whom, Where selection, String by, List<String> mails) {
        MutationQuery update = session.createNativeMutationQuery("""
                update recipient r set %s from mail m
                 where m.id = r.mail_id and m.id in (:mails) and r.due_at is not null and %s
                """.formatted(change.set, whom));
        if (change == Change.DELETE) {
            update.setParameter("by", by);
        }
        return selection.bind(update).setParameter("mails", mails).executeUpdate();
    }

    /** Of mails that are done with; the caller holds them. */
    void dropContent(List<String> mails) {
        session.createNativeMutationQuery(DROP_CONTENT)
                .setParameter("mails", mails)
                .executeUpdate();
        session.doWork(connection -> removal.drop(connection, mails.toArray()));
    }

    private long underWay(Change change, Where selection) {
        NativeQuery<Long> count = session.createNativeQuery("""
                select count(*) from recipient r join mail m on m.id = r.mail_id
                 where r.due_at is not null and r.leased_until > now() and %s and %s
                """.formatted(change.whom, selection.text()), Long.class);
        return selection.bind(count).getSingleResult();
    }
}
