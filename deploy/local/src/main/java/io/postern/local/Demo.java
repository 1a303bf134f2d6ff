package io.postern.local;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Sends a few mails to a running stack and shows what becomes of each. */
final class Demo {

    private static final Duration DELIVERY = Duration.ofSeconds(20);
    private static final int POLL_MS = 100;

    private final StackFolder folder;
    private final String token = UUID.randomUUID().toString();
    private final long begun = System.currentTimeMillis() - 1_000; // file times may be coarse

    private Demo(StackFolder folder) {
        this.folder = folder;
    }

    /** @return 0 only if every case is as expected */
    static int run(StackFolder folder, PrintStream out) {
        StackOptions options = RunningStack.find(folder)
                .orElseThrow(() -> new StackFailed(
                        "no stack runs with " + folder.root() + "; start one with ./postern up --detach"))
                .options();
        int port = options.port(Port.SMTP);
        try (SmtpClient client = new SmtpClient(port)) {
            return new Demo(folder).run(client, out);
        } catch (IOException e) {
            throw new StackFailed("the dialogue with port " + port + " failed: " + e.getMessage(), e);
        }
    }

    private int run(SmtpClient client, PrintStream out) throws IOException {
        long largest = DemoCase.largest(client.say("EHLO client.example"));
        Table table = new Table("case", "answered at", "reply", "where the mail lies");
        StringBuilder surprises = new StringBuilder();
        for (DemoCase demo : DemoCase.all(token, largest)) {
            DemoCase.Outcome outcome = demo.send(client);
            boolean accepted = outcome.reply().startsWith("250");
            Optional<Path> place = accepted ? await(demo.recipient()) : Optional.empty();
            table.row(
                    demo.name(),
                    outcome.command(),
                    outcome.reply().replace("\n", " / "),
                    place.map(Path::toString).orElse(accepted ? "not in the mailbox" : "-"));
            if (!demo.asExpected(outcome) || accepted != place.isPresent()) {
                surprises.append(
                        "Not as expected: %s; it should be answered %s at %s and lie in the mailbox if accepted%n"
                                .formatted(demo.name(), demo.expected(), demo.answeredAt()));
            }
        }
        client.say("QUIT");
        out.print(table);
        out.print(surprises.isEmpty() ? "Every case is as expected.\n" : surprises);
        return surprises.isEmpty() ? 0 : 1;
    }

    /** Waits until a mail of this run lies in the mailbox. */
    private Optional<Path> await(String recipient) throws IOException {
        int at = recipient.indexOf('@');
        Path arrived = folder.mail()
                .resolve(recipient.substring(at + 1))
                .resolve(recipient.substring(0, at))
                .resolve("Maildir/new");
        long deadline = System.nanoTime() + DELIVERY.toNanos();
        while (true) {
            Optional<Path> found = arrivedIn(arrived);
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

    private Optional<Path> arrivedIn(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        List<Path> recent;
        try (Stream<Path> mails = Files.list(folder)) {
            recent = mails.filter(mail -> mail.toFile().lastModified() >= begun).toList();
        }
        for (Path mail : recent) {
            if (Files.readString(mail, ISO_8859_1).contains(token)) {
                return Optional.of(mail);
            }
        }
        return Optional.empty();
    }
}
