package io.postern.bench;

import io.postern.bench.SmtpConnection.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Sends a number of mails over a number of sessions at once and takes the time of each. */
final class Load {

    private final Mails mails;
    private final String sender;
    private final List<String> recipients;

    Load(Mails mails, String sender, List<String> recipients) {
        this.mails = mails;
        this.sender = sender;
        this.recipients = recipients;
    }

    /**
     * Opens the sessions, then sends; returns when every mail has its reply. {@link Figures#cpu} is zero.
     *
     * @throws IOException if a connection breaks: figures with a session less would mislead
     */
    Figures run(Target target, int sessions, int count) throws IOException, InterruptedException {
        SmtpConnection[] connections = new SmtpConnection[sessions];
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < sessions; i++) {
                connections[i] = new SmtpConnection(target);
            }
            AtomicInteger left = new AtomicInteger(count);
            List<Callable<List<Outcome>>> work = new ArrayList<>();
            for (int i = 0; i < sessions; i++) {
                int session = i;
                work.add(() -> session(target, connections, session, left));
            }
            long start = System.nanoTime();
            List<Outcome> outcomes = join(threads.invokeAll(work));
            return figures(outcomes, Duration.ofNanos(System.nanoTime() - start));
        } finally {
            for (SmtpConnection connection : connections) {
                if (connection != null) {
                    connection.close();
                }
            }
        }
    }

    /** Goes on over a new connection when the server wants one. */
    private List<Outcome> session(Target target, SmtpConnection[] connections, int session, AtomicInteger left)
            throws IOException {
        List<Outcome> outcomes = new ArrayList<>();
        for (int number = left.getAndDecrement(); number > 0; number = left.getAndDecrement()) {
            if (connections[session].exhausted()) {
                connections[session].close();
                connections[session] = new SmtpConnection(target);
            }
            String recipient = recipients.get(number % recipients.size());
            outcomes.add(connections[session].send(sender, recipient, mails.next(recipient)));
        }
        return outcomes;
    }

    private static List<Outcome> join(List<Future<List<Outcome>>> sessions) throws IOException, InterruptedException {
        List<Outcome> all = new ArrayList<>();
        for (Future<List<Outcome>> session : sessions) {
            try {
                all.addAll(session.get());
            } catch (ExecutionException e) {
                throw new IOException("a session broke: " + e.getMessage(), e);
            }
        }
        return all;
    }

    private static Figures figures(List<Outcome> outcomes, Duration elapsed) {
        long[] waits = outcomes.stream()
                .filter(Outcome::accepted)
                .mapToLong(Outcome::nanos)
                .toArray();
        return new Figures(waits.length, outcomes.size() - waits.length, elapsed, waits, Duration.ZERO);
    }
}
