package io.postern.local;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * What has been delivered.
 *
 * @param root the folder of the domains
 * @param since milliseconds of the epoch; what came before is not looked at
 */
record Mailboxes(Path root, long since) {

    private static final Duration DELIVERY = Duration.ofSeconds(20);
    private static final int POLL_MS = 100;

    /** From this moment on. */
    static Mailboxes of(StackFolder folder) {
        return new Mailboxes(folder.mail(), System.currentTimeMillis() - 1_000); // file times may be coarse
    }

    /** Waits until a mail with this token lies in the recipient's mailbox; empty if it does not come. */
    Optional<Path> await(String recipient, String token) throws IOException {
        long deadline = System.nanoTime() + DELIVERY.toNanos();
        while (true) {
            Optional<Path> found = find(recipient, token);
            if (found.isPresent() || System.nanoTime() > deadline) {
                return found;
            }
            try {
                TimeUnit.MILLISECONDS.sleep(POLL_MS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Optional.empty();
            }
        }
    }

    private Optional<Path> find(String recipient, String token) throws IOException {
        int at = recipient.indexOf('@');
        Path arrived = root.resolve(recipient.substring(at + 1))
                .resolve(recipient.substring(0, at))
                .resolve("Maildir/new");
        if (!Files.isDirectory(arrived)) {
            return Optional.empty();
        }
        List<Path> recent;
        try (Stream<Path> mails = Files.list(arrived)) {
            recent = mails.filter(mail -> mail.toFile().lastModified() >= since).toList();
        }
        for (Path mail : recent) {
            if (Files.readString(mail, ISO_8859_1).contains(token)) {
                return Optional.of(mail);
            }
        }
        return Optional.empty();
    }
}
