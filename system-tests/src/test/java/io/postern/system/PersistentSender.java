package io.postern.system;

import io.postern.system.smtp.SmtpClient;
import io.postern.system.smtp.SmtpReply;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A mail server as it should be: it sends one mail after the other, keeps each until it was answered 250, and sends the
 * same bytes again after a 4xx or a broken connection.
 */
final class PersistentSender implements Callable<List<PersistentSender.Sent>> {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    /** @param token stands in the subject, and in no other mail */
    @SuppressWarnings("ArrayRecordComponent") // sent, never compared
    record Letter(String token, List<String> recipients, byte[] content) {}

    /**
     * What became of a letter.
     *
     * @param answers every reply and every broken connection, in order
     * @param promised the id of the mail, if it was answered 250
     */
    record Sent(Letter letter, List<String> answers, Optional<String> promised) {}

    private final List<Integer> ports;
    private final Supplier<Optional<Letter>> letters;
    private final Duration pace;
    private final Duration patience;
    private final AtomicInteger promises;
    private @Nullable SmtpClient client;
    private int connections;

    /**
     * @param ports of the servers, each of which will do; the next connection goes to the next
     * @param letters the next one, until there is none
     * @param pace the pause between two letters
     * @param patience with one letter
     * @param promises is counted up with each 250
     */
    PersistentSender(
            List<Integer> ports,
            Supplier<Optional<Letter>> letters,
            Duration pace,
            Duration patience,
            AtomicInteger promises) {
        this.ports = ports;
        this.letters = letters;
        this.pace = pace;
        this.patience = patience;
        this.promises = promises;
    }

    @Override
    public List<Sent> call() throws IOException, InterruptedException {
        List<Sent> sent = new ArrayList<>();
        try {
            for (Optional<Letter> letter = letters.get(); letter.isPresent(); letter = letters.get()) {
                sent.add(send(letter.get()));
                TimeUnit.NANOSECONDS.sleep(pace.toNanos());
            }
        } finally {
            disconnect();
        }
        return sent;
    }

    private Sent send(Letter letter) throws InterruptedException {
        List<String> answers = new ArrayList<>();
        long deadline = System.nanoTime() + patience.toNanos();
        long pause = FIRST_PAUSE.toNanos();
        while (System.nanoTime() < deadline) {
            Optional<SmtpReply> reply = attempt(letter);
            answers.add(reply.map(SmtpReply::toString).orElse("connection broken"));
            if (reply.isPresent() && !reply.get().temporary()) {
                reply.flatMap(SmtpReply::queuedAs).ifPresent(id -> promises.incrementAndGet());
                return new Sent(letter, answers, reply.flatMap(SmtpReply::queuedAs));
            }
            TimeUnit.NANOSECONDS.sleep(pause); // a client's back-off, not a test's wait
            pause = Math.min(2 * pause, LONGEST_PAUSE.toNanos());
        }
        return new Sent(letter, answers, Optional.empty());
    }

    /** @return nothing if the connection broke */
    private Optional<SmtpReply> attempt(Letter letter) {
        try {
            if (client == null) {
                client = SmtpClient.greet(ports.get(connections++ % ports.size()));
            }
            SmtpReply reply = client.sendMail("no-loss@elsewhere.example", letter.recipients(), letter.content());
            if (reply.temporary()) {
                disconnect(); // the transaction may still be open
            }
            return Optional.of(reply);
        } catch (IOException e) {
            disconnect();
            return Optional.empty();
        }
    }

    private void disconnect() {
        if (client != null) {
            try {
                client.close();
            } catch (IOException e) {
                // broken already
            }
            client = null;
        }
    }
}
