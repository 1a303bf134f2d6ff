package io.postern.delivery.queue;

import io.postern.delivery.RootCause;
import io.postern.delivery.bounce.Action;
import io.postern.delivery.bounce.Reply;
import io.postern.delivery.queue.Informer.News;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ApplicationNotRunning;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.hibernate.Session;
import org.jboss.logging.Logger;

/** Tells senders that their mail is not delivered yet, once, however rarely it is tried. */
@ApplicationScoped
class Overdue {

    private static final Logger LOG = Logger.getLogger(Overdue.class);
    private static final int BATCH = 100;

    private static final String CLAIM = """
            with late as materialized (
                select id from recipient where warn_at <= now() and due_at is not null and warn_at is not null
                 order by warn_at limit :most for update skip locked)
            update recipient r set warn_at = null from late where r.id = late.id returning r.id
            """;

    private final Session session;
    private final DataSource dataSource;
    private final Informer informer;
    private final Bell bell;

    Overdue(Session session, DataSource dataSource, Informer informer, Bell bell) {
        this.session = session;
        this.dataSource = dataSource;
        this.informer = informer;
        this.bell = bell;
    }

    @Scheduled(
            every = "30s",
            concurrentExecution = ConcurrentExecution.SKIP,
            skipExecutionIf = ApplicationNotRunning.class)
    void look() {
        try {
            while (QuarkusTransaction.requiringNew().call(this::some) == BATCH) {}
        } catch (RuntimeException e) {
            LOG.warnf("senders not told of delays, trying again cause=%s", RootCause.of(e));
        }
    }

    /** @return how many recipients were looked at */
    int some() {
        List<Long> ids = session.createNativeQuery(CLAIM, Long.class)
                .setParameter("most", BATCH)
                .getResultList();
        if (ids.isEmpty()) {
            return 0;
        }
        List<News> news = Recipient.withMails(ids).stream()
                .filter(recipient -> !recipient.settled())
                .map(recipient -> new News(recipient, Action.DELAYED, said(recipient)))
                .toList();
        try (Connection connection = dataSource.getConnection()) {
            if (informer.write(connection, news)) {
                bell.ring();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ids.size();
    }

    /** What stands with the recipient; nothing if no attempt was made, as for a destination where nothing gets through. */
    private static Said said(Recipient recipient) {
        String reply = recipient.reply;
        if (reply == null) {
            return new Said("4.4.1", "nothing gets through to " + recipient.destination, null);
        }
        String status = Reply.parse(reply).status();
        return new Said(status == null ? "4.0.0" : "4" + status.substring(1), reply, null);
    }
}
