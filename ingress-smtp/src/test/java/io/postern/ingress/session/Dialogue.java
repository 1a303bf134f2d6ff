package io.postern.ingress.session;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.postern.contract.DomainListed;
import io.postern.contract.Json;
import io.postern.contract.MailboxListed;
import io.postern.contract.Session;
import io.postern.ingress.directory.Directory;
import io.postern.ingress.spool.Spool;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Plays a client against a session, decides yes on everything, and writes down the replies and the mails. */
final class Dialogue {

    static final SessionLimits LIMITS = new SessionLimits(2000, 3, 5, 512, 998);

    final List<String> replies = new ArrayList<>();
    final List<String> mails = new ArrayList<>();
    final List<List<String>> recipients = new ArrayList<>();
    final List<String> events = new ArrayList<>();
    boolean closed;

    private final SmtpSession session;

    Dialogue(Path folder) {
        AtomicInteger ids = new AtomicInteger();
        this.session = new SmtpSession(
                Session.opened("S", "mx.test", "i", "mx", "192.0.2.1", 1000, Instant.EPOCH),
                LIMITS,
                directory(),
                () -> "M" + ids.incrementAndGet(),
                () -> new Spool(folder));
        act(session.open());
    }

    static Directory directory() {
        Directory directory = new Directory();
        directory.apply("domain/here.test", Json.write(new DomainListed("here.test")));
        for (String name : List.of("alice", "bob", "carol", "dave")) {
            String address = name + "@here.test";
            directory.apply("mailbox/" + address, Json.write(new MailboxListed(address, null)));
        }
        directory.apply("mailbox/full@here.test", Json.write(new MailboxListed("full@here.test", 0L)));
        return directory;
    }

    /** Sends lines, each with CRLF. */
    Dialogue says(String... lines) {
        for (String line : lines) {
            sends(line + "\r\n");
        }
        return this;
    }

    Dialogue sends(String bytes) {
        act(session.receive(bytes.getBytes(ISO_8859_1)));
        return this;
    }

    String last() {
        return replies.get(replies.size() - 1);
    }

    Session snapshot() {
        return session.snapshot();
    }

    private void act(List<Effect> effects) {
        Deque<Effect> todo = new ArrayDeque<>(effects);
        while (!todo.isEmpty()) {
            switch (todo.removeFirst()) {
                case Effect.Send send ->
                    replies.addAll(Arrays.asList(new String(send.reply().wire(), ISO_8859_1).split("\r\n")));
                case Effect.Greeted greeted ->
                    events.add("greeted " + greeted.session().helo());
                case Effect.OfferRecipient offer -> todo.addAll(session.resume(Reply.of(250, "2.1.5", "Ok")));
                case Effect.OfferMail offer -> {
                    mails.add(content(offer.content()));
                    recipients.add(offer.transaction().envelope().addresses());
                    todo.addAll(session.resume(Reply.of(
                            250, "2.0.0", "Ok: queued as " + offer.transaction().mailId())));
                }
                case Effect.Dropped dropped -> events.add("dropped");
                case Effect.Close close -> closed = true;
            }
        }
    }

    private static String content(Spool spool) {
        try (spool) {
            StringBuilder content = new StringBuilder();
            for (int i = 0; i < spool.chunks(); i++) {
                content.append(new String(spool.chunk(i), ISO_8859_1));
            }
            return content.toString();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
