package io.postern.delivery.api;

import io.postern.contract.Ids;
import io.postern.contract.OperatorActed;
import io.postern.contract.Publisher;
import io.postern.contract.Topics;
import io.postern.delivery.RootCause;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ApplicationNotRunning;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.hibernate.Session;
import org.hibernate.query.NativeQuery;
import org.jboss.logging.Logger;

/**
 * What operators did: noted in the transaction of the change itself, so that nothing is changed that nobody knows of, and
 * then told to everybody, however long Kafka is away.
 */
@ApplicationScoped
class Operations {

    private static final Logger LOG = Logger.getLogger(Operations.class);
    private static final int BATCH = 100;

    private static final String NOTE = """
            insert into operation (id, at, by, action, object, detail) values (:id, :at, :by, :action, :object, :detail)
            """;

    private static final String UNTOLD = """
            select id, by, action, object, detail, at from operation where not announced
             order by id limit :most for update skip locked
            """;

    private static final String TOLD = "update operation set announced = true where id in (:ids)";

    private static final String FORGET = "delete from operation where announced and at < now() - interval '1 year'";

    private final Session session;
    private final Publisher publisher;
    private final Clock clock = Clock.systemUTC();
    private final Ids ids = new Ids(clock);

    Operations(Session session, Publisher publisher) {
        this.session = session;
        this.publisher = publisher;
    }

    /** In the transaction of the caller. */
    void note(String by, String action, String object, String detail) {
        session.createNativeMutationQuery(NOTE)
                .setParameter("id", ids.next())
                .setParameter("at", clock.instant())
                .setParameter("by", by)
                .setParameter("action", action)
                .setParameter("object", object)
                .setParameter("detail", detail)
                .executeUpdate();
    }

    /** Of what was done in several transactions. */
    void noteNow(String by, String action, String object, String detail) {
        QuarkusTransaction.requiringNew().run(() -> note(by, action, object, detail));
    }

    /** The newest first. */
    Page<OperatorActed> page(Where where, int most) {
        List<Object[]> rows = where.bind(query("select id, by, action, object, detail, at from operation where "
                        + where.text() + " order by id desc"))
                .setMaxResults(most + 1)
                .getResultList();
        return Page.of(rows, most, Operations::read, row -> (String) row[0]);
    }

    @Scheduled(
            every = "2s",
            concurrentExecution = ConcurrentExecution.SKIP,
            skipExecutionIf = ApplicationNotRunning.class)
    void look() {
        try {
            while (tell() == BATCH) {}
        } catch (RuntimeException e) {
            LOG.warnf("operators' actions not told, trying again cause=%s", RootCause.of(e));
        }
    }

    /** @return how many were told to everybody */
    int tell() {
        return QuarkusTransaction.requiringNew().call(() -> {
            List<OperatorActed> untold = query(UNTOLD).setParameter("most", BATCH).getResultList().stream()
                    .map(Operations::read)
                    .toList();
            List<CompletableFuture<?>> sent = new ArrayList<>();
            for (OperatorActed acted : untold) {
                sent.add(publisher
                        .send(Publisher.json(Topics.OPERATIONS, acted.object(), acted))
                        .toCompletableFuture());
            }
            List<String> told = new ArrayList<>();
            for (int i = 0; i < untold.size(); i++) {
                if (acknowledged(sent.get(i))) {
                    told.add(untold.get(i).id());
                }
            }
            if (!told.isEmpty()) {
                session.createNativeMutationQuery(TOLD)
                        .setParameter("ids", told)
                        .executeUpdate();
            }
            return told.size();
        });
    }

    @Scheduled(
            every = "1h",
            concurrentExecution = ConcurrentExecution.SKIP,
            skipExecutionIf = ApplicationNotRunning.class)
    void forget() {
        QuarkusTransaction.requiringNew()
                .run(() -> session.createNativeMutationQuery(FORGET).executeUpdate());
    }

    private static boolean acknowledged(CompletableFuture<?> sent) {
        try {
            sent.join();
            return true;
        } catch (CompletionException e) {
            LOG.warnf("an operator's action not told, it comes again cause=%s", RootCause.of(e));
            return false;
        }
    }

    private NativeQuery<Object[]> query(String sql) {
        NativeQuery<Object[]> query = session.createNativeQuery(sql, Object[].class);
        for (String column : List.of("id", "by", "action", "object", "detail")) {
            query.addScalar(column, String.class);
        }
        return query.addScalar("at", Instant.class);
    }

    private static OperatorActed read(Object[] row) {
        return new OperatorActed(
                (String) row[0], (String) row[1], (String) row[2], (String) row[3], (String) row[4], (Instant) row[5]);
    }
}
