package io.postern.greylist;

import io.opentelemetry.context.Context;
import io.postern.tracing.SpanReference;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/**
 * Where attempts are written down. Those that come while a statement is under way go together in the next one. While the
 * database is away, nobody waits for it but one attempt a second, which finds out when it is back.
 */
@Singleton
class Ledger {

    private static final Logger LOG = Logger.getLogger(Ledger.class);

    /** So many go in one statement. */
    private static final int BATCH = 64;

    /** PostgreSQL gave up on it, and it would succeed if it were said again: deadlock, serialization failure. */
    private static final List<String> AGAIN = List.of("40P01", "40001");

    private record Entry(TripletTable.Attempt attempt, CompletableFuture<Encounter> encounter) {}

    private final DataSource database;
    private final TripletTable table;
    private final Duration deadline;
    private final BlockingQueue<Entry> waiting;
    private final List<Thread> writers = new ArrayList<>();
    private final Outage outage = new Outage();

    /** How many statements the database has answered. */
    private final AtomicLong answered = new AtomicLong();

    Ledger(DataSource database, GreylistSettings settings) {
        this.database = database;
        this.table = new TripletTable(settings);
        this.deadline = settings.deadline();
        this.waiting = new ArrayBlockingQueue<>(settings.waiting());
        for (int i = 0; i < settings.writers(); i++) {
            writers.add(Thread.ofPlatform().daemon().name("ledger-" + i).unstarted(this::write));
        }
    }

    void open(@Observes StartupEvent start) {
        writers.forEach(Thread::start);
    }

    /** After the kit has waited for the questions under way. */
    @PreDestroy
    void close() {
        writers.forEach(Thread::interrupt);
    }

    /**
     * Notes an attempt, and says what came of it.
     *
     * @throws IOException if the database does not say within the deadline
     */
    Encounter meet(Triplet triplet) throws IOException, InterruptedException {
        if (outage.under()) {
            throw new IOException("the database is away");
        }
        Entry entry = new Entry(
                new TripletTable.Attempt(triplet, SpanReference.of(Context.current())), new CompletableFuture<>());
        long since = answered.get();
        if (!waiting.offer(entry)) {
            throw new IOException("too many wait for the database");
        }
        try {
            return entry.encounter.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            entry.encounter.cancel(false);
            if (answered.get() == since) {
                outage.silent(e);
            }
            throw new IOException("the database did not answer within " + deadline.toMillis() + " ms", e);
        } catch (ExecutionException e) {
            throw new IOException("the database failed", e.getCause());
        }
    }

    private void write() {
        List<Entry> batch = new ArrayList<>(BATCH);
        try {
            while (true) {
                batch.add(waiting.take());
                waiting.drainTo(batch, BATCH - 1);
                // Who has given up already is not written down: he was not told to come back.
                batch.removeIf(entry -> entry.encounter.isDone());
                if (!batch.isEmpty()) {
                    write(batch);
                }
                batch.clear();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed, and the thread ends here
        }
    }

    private void write(List<Entry> batch) {
        try {
            List<Encounter> encounters = meet(batch.stream().map(Entry::attempt).toList());
            answered.incrementAndGet();
            outage.over();
            for (int i = 0; i < batch.size(); i++) {
                batch.get(i).encounter.complete(encounters.get(i));
            }
        } catch (SQLException | RuntimeException e) { // whatever it is, this thread has to go on
            failed(batch, e);
        }
    }

    /** What is wrong with one of them is no matter of the others. */
    private void failed(List<Entry> batch, Exception cause) {
        if (unreachable(cause)) {
            outage.gone(cause);
            batch.forEach(entry -> entry.encounter.completeExceptionally(cause));
        } else if (batch.size() > 1) {
            batch.stream().filter(entry -> !entry.encounter.isDone()).forEach(entry -> write(List.of(entry)));
        } else {
            LOG.warnf("attempt not noted cause=%s", cause);
            batch.getFirst().encounter.completeExceptionally(cause);
        }
    }

    /** Classes 08, connection exception, and 57P, operator intervention; without any, the pool had no connection. */
    private static boolean unreachable(Exception cause) {
        String state = cause instanceof SQLException e ? e.getSQLState() : "";
        return state == null || state.startsWith("08") || state.startsWith("57P");
    }

    private List<Encounter> meet(List<TripletTable.Attempt> attempts) throws SQLException {
        try (Connection connection = database.getConnection()) {
            try {
                return table.meet(connection, attempts);
            } catch (SQLException e) {
                if (AGAIN.contains(e.getSQLState())) {
                    return table.meet(connection, attempts);
                }
                throw e;
            }
        }
    }
}
