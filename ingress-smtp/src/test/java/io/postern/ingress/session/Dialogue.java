package io.postern.ingress.session;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.postern.contract.DomainListed;
import io.postern.contract.Envelope;
import io.postern.contract.Json;
import io.postern.contract.MailboxListed;
import io.postern.contract.Session;
import io.postern.ingress.directory.Directory;
import io.postern.ingress.session.SessionLimits.BareNewlines;
import io.postern.ingress.spool.Spool;
import io.postern.ingress.spool.SpoolRoom;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Plays a client against a session, decides yes on everything, and writes down the replies and the mails. */
final class Dialogue {

    static final SessionLimits LIMITS = new SessionLimits(2000, 3, 4, 5, 10, 3, 512, 998, BareNewlines.REFUSE);
    static final String CLIENT = "192.0.2.1";
    static final Session.Tls TLS = new Session.Tls("TLSv1.3", "TLS_AES_256_GCM_SHA384");

    /** For our users: TLS and login first. */
    static final Rules SUBMISSION = new Rules(true, false, true, true, false, false, false, true, Duration.ZERO);

    /** For other servers, with TLS for those who want it and login for our users. */
    static final Rules MX = new Rules(true, false, false, true, false, false, false, false, Duration.ZERO);

    /** For a proxy that speaks for others. */
    static final Rules PROXY = new Rules(true, true, false, false, false, true, true, false, Duration.ZERO);

    final List<String> replies = new ArrayList<>();
    final List<String> causes = new ArrayList<>();
    final List<String> mails = new ArrayList<>();
    final List<Envelope> envelopes = new ArrayList<>();
    final List<Effect.Missing> missing = new ArrayList<>();
    final List<String> events = new ArrayList<>();

    /** What was refused with a mail at hand, and which mail that was. */
    final List<String> refused = new ArrayList<>();

    boolean closed;

    /** What comes in clear behind STARTTLS, from somebody who wants it taken for what the client says encrypted. */
    String injected = "";

    private final SmtpSession session;

    Dialogue(Path folder) {
        this(folder, Rules.PLAIN);
    }

    Dialogue(Path folder, Rules rules) {
        this(folder, rules, LIMITS, Admission.OPEN);
    }

    Dialogue(Path folder, Rules rules, SessionLimits limits, Admission admission) {
        this(folder, ip -> rules, limits, admission);
        act(session.open());
    }

    private Dialogue(Path folder, Function<String, Rules> rulesOf, SessionLimits limits, Admission admission) {
        AtomicInteger ids = new AtomicInteger();
        House house = new House(
                limits,
                directory(),
                (user, address) -> address.equals(user + "@here.test"),
                () -> false,
                admission,
                () -> List.of("PLAIN", "LOGIN"),
                () -> "M" + ids.incrementAndGet(),
                bytes -> bytes != 1999,
                new SpoolRoom(folder, Long.MAX_VALUE, Long.MAX_VALUE)::open);
        this.session =
                new SmtpSession(Session.opened("S", "mx.test", "i", "mx", CLIENT, 1000, Instant.EPOCH), house, rulesOf);
    }

    /** A client that does not wait for the banner, or is to be encrypted before it. */
    static Dialogue beforeTheBanner(Path folder, Rules rules) {
        return new Dialogue(folder, ip -> rules, LIMITS, Admission.OPEN);
    }

    /** A proxy; those it speaks for may do what anybody may. */
    static Dialogue proxy(Path folder) {
        Dialogue proxy = new Dialogue(folder, ip -> ip.equals(CLIENT) ? PROXY : Rules.PLAIN, LIMITS, Admission.OPEN);
        return proxy.opens();
    }

    static Directory directory() {
        Directory directory = new Directory("+", Optional.of("alice@here.test"));
        for (String domain : List.of("here.test", "xn--mnchen-3ya.test")) {
            directory.apply("domain/" + domain, Json.write(new DomainListed(domain)));
        }
        for (String name : List.of("alice", "bob", "carol", "dave", "j\u00fcrgen", "\"a b\"")) {
            String address = name + "@here.test";
            directory.apply("mailbox/" + address, Json.write(new MailboxListed(address, null)));
        }
        directory.apply("mailbox/full@here.test", Json.write(new MailboxListed("full@here.test", 0L)));
        directory.apply("mailbox/tight@here.test", Json.write(new MailboxListed("tight@here.test", 500L)));
        return directory;
    }

    /** The time of the banner has come. */
    Dialogue opens() {
        act(session.open());
        return this;
    }

    /** TLS has come to be, by itself and not by STARTTLS. */
    Dialogue isEncrypted() {
        act(session.encrypted(TLS));
        return this;
    }

    /** Sends lines, each with CRLF. */
    Dialogue says(String... lines) {
        for (String line : lines) {
            sends(line + "\r\n");
        }
        return this;
    }

    /** Sends lines beyond Latin-1. */
    Dialogue saysInUtf8(String... lines) {
        for (String line : lines) {
            says(new String(line.getBytes(UTF_8), ISO_8859_1));
        }
        return this;
    }

    /** Sends bytes, one a character. */
    Dialogue sends(String bytes) {
        act(session.receive(bytes.getBytes(ISO_8859_1)));
        return this;
    }

    String last() {
        return replies.get(replies.size() - 1);
    }

    /** The recipients of the mails. */
    List<List<String>> recipients() {
        return envelopes.stream().map(Envelope::addresses).toList();
    }

    Session snapshot() {
        return session.snapshot();
    }

    private void act(List<Effect> effects) {
        Deque<Effect> todo = new ArrayDeque<>(effects);
        while (!todo.isEmpty()) {
            switch (todo.removeFirst()) {
                case Effect.Send send -> {
                    replies.addAll(Arrays.asList(new String(send.reply().wire(), ISO_8859_1).split("\r\n")));
                    causes.add(send.reply().cause());
                }
                case Effect.Refused refusal -> {
                    if (refusal.mailId() != null) {
                        refused.add(refusal.mailId() + " " + refusal.reply().status());
                    }
                }
                case Effect.Greeted greeted ->
                    events.add("greeted " + greeted.session().helo());
                case Effect.StartTls begin -> {
                    if (!injected.isEmpty()) {
                        act(session.receive(injected.getBytes(ISO_8859_1)));
                    }
                    if (!closed) {
                        todo.addAll(session.encrypted(TLS));
                    }
                }
                case Effect.BeginAuth begin ->
                    todo.addAll(
                            begin.initial() == null
                                    ? session.challenge(new byte[0])
                                    : checked(new String(begin.initial(), ISO_8859_1)));
                case Effect.ContinueAuth more -> todo.addAll(checked(new String(more.response(), ISO_8859_1)));
                case Effect.AbandonAuth abandoned -> events.add("abandoned");
                case Effect.Reopened again ->
                    events.add("reopened " + again.opened().clientIp());
                case Effect.OfferRecipient offer -> todo.addAll(session.resume(Reply.of(250, "2.1.5", "Ok")));
                case Effect.OfferMail offer -> {
                    mails.add(content(offer.content()));
                    envelopes.add(offer.transaction().envelope());
                    missing.add(offer.missing());
                    todo.addAll(session.resume(Reply.of(
                            250, "2.0.0", "Ok: queued as " + offer.transaction().mailId())));
                }
                case Effect.Discarded discarded -> discarded.spool().close();
                case Effect.Dropped dropped -> events.add("dropped");
                case Effect.Close close -> closed = true;
            }
        }
    }

    /** The only user is alice, and her password "secret"; who says nothing at all has tried too often. */
    private List<Effect> checked(String response) {
        return switch (response) {
            case "\0alice\0secret" -> session.authenticated("alice");
            case "\0\0" -> session.notAuthenticated(Reply.of(421, "4.7.0", "mx.test Error: too many failed logins"));
            default -> session.notAuthenticated(Reply.of(535, "5.7.8", "Error: authentication failed"));
        };
    }

    static String content(Spool spool) {
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
