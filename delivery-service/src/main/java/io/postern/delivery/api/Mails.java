package io.postern.delivery.api;

import io.postern.delivery.queue.Mail;
import io.postern.delivery.queue.Recipient;
import jakarta.inject.Singleton;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/** Looks mails up. */
@Singleton
class Mails {

    /** What a list shows, without the record that was approved, which names every recipient. */
    private record Row(String id, String sender, long size, Instant receivedAt) {

        /** Where the page ends. */
        String key() {
            return receivedAt + "~" + id;
        }
    }

    private final Session session;

    Mails(Session session) {
        this.session = session;
    }

    /** @throws Refused if there is none */
    static Mail mail(String id) {
        Mail mail = Mail.findById(Given.mailId(id));
        if (mail == null) {
            throw Refused.unknown("no such mail: " + id);
        }
        return mail;
    }

    /** The newest first. */
    Page<MailLine> page(MailSelection selection, @Nullable String after, int most) {
        Where where = selection.where();
        if (after != null) {
            older(where, after);
        }
        List<Row> rows = where.bind(session.createSelectionQuery(
                        "select m.id, m.sender, m.size, m.receivedAt from Mail m where " + where.text()
                                + " order by m.receivedAt desc, m.id desc",
                        Object[].class))
                .setMaxResults(most + 1)
                .getResultStream()
                .map(columns ->
                        new Row((String) columns[0], (String) columns[1], (Long) columns[2], (Instant) columns[3]))
                .toList();
        Map<String, Map<String, Long>> recipients =
                recipients(rows.stream().map(Row::id).toList());
        return Page.of(
                rows,
                most,
                row -> new MailLine(
                        row.id, row.sender, row.size, row.receivedAt, recipients.getOrDefault(row.id, Map.of())),
                Row::key);
    }

    private static void older(Where where, String after) {
        int tilde = after.indexOf('~');
        try {
            Instant at = Instant.parse(after.substring(0, Math.max(tilde, 0)));
            // The first half is for the index, the second for mails of one instant.
            where.and("m.receivedAt <= :at", "at", at)
                    .and("m.receivedAt < :at or m.id < :id", "id", Given.text("after", after.substring(tilde + 1)));
        } catch (DateTimeException e) {
            throw Refused.bad("after is not the next of a page: " + Given.shown(after));
        }
    }

    private Map<String, Map<String, Long>> recipients(List<String> mails) {
        Map<String, Map<String, Long>> recipients = new HashMap<>();
        if (mails.isEmpty()) {
            return recipients;
        }
        session.createSelectionQuery("""
                        select r.mail.id, coalesce(case when r.deletedAt is not null then 'DELETED' end,
                                                   cast(r.outcome as String), 'WAITING'), count(*)
                          from Recipient r where r.mail.id in :mails group by 1, 2
                        """, Object[].class)
                .setParameter("mails", mails)
                .getResultStream()
                .forEach(row -> recipients
                        .computeIfAbsent((String) row[0], mail -> new TreeMap<>())
                        .put((String) row[1], (Long) row[2]));
        return recipients;
    }

    /** In the order of the envelope. */
    Page<RecipientStory> recipients(Mail mail, long after, int most) {
        List<Recipient> rows = Recipient.<Recipient>find("mail = ?1 and id > ?2 order by id", mail, after)
                .page(0, most + 1)
                .list();
        return Page.of(rows, most, RecipientStory::of, row -> String.valueOf(row.id));
    }

    /** The oldest first. */
    Page<AttemptMade> attempts(Mail mail, long after, int most) {
        List<PastAttempt> rows = PastAttempt.page(mail.id, after, most + 1);
        return Page.of(rows, most, AttemptMade::of, row -> String.valueOf(row.id));
    }
}
