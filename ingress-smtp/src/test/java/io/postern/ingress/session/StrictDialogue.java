package io.postern.ingress.session;

import static io.postern.ingress.session.Referee.must;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.postern.contract.Session;
import io.postern.ingress.directory.Directory;
import io.postern.ingress.spool.Spool;
import io.postern.ingress.spool.SpoolRoom;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Plays client and house against a session, and has a {@link Referee} look on: whatever the client says and the house
 * decides, the session must not get out of step, leak a spool or say anything after the end.
 */
final class StrictDialogue {

    /** What the house decides on what it is asked, one letter an answer. */
    interface Decisions {

        /**
         * y: yes. d: not now. r: no. c: no, and goodbye. a: a login is asked for more. In upper case: the same, but not
         * before the next packet has come.
         */
        char next();
    }

    /** The house that a client comes to. */
    record Scene(Function<String, Rules> rulesOf, SessionLimits limits, Admission admission) {}

    private static final Directory DIRECTORY = Dialogue.directory();

    /** Replies, mails and events, in order. */
    final List<String> transcript = new ArrayList<>();

    private final SmtpSession session;
    private final Referee referee;
    private final Decisions decisions;
    private final SpoolRoom spools =
            new SpoolRoom(Path.of(System.getProperty("java.io.tmpdir")), Long.MAX_VALUE, Long.MAX_VALUE);
    private @Nullable Supplier<List<Effect>> undecided;
    /** What the session refuses by itself, and has not told the client yet. */
    private @Nullable Reply refusal;

    /** What the house has decided, and the session has not told the client yet. */
    private @Nullable Reply decided;

    private byte[] injected = new byte[0];
    private String last = "";
    private boolean closed;

    StrictDialogue(Scene scene, Decisions decisions) {
        AtomicInteger ids = new AtomicInteger();
        House house = new House(
                scene.limits(),
                DIRECTORY,
                (user, address) -> address.equals(user + "@here.test"),
                () -> false,
                scene.admission(),
                () -> List.of("PLAIN", "LOGIN"),
                () -> "M" + ids.incrementAndGet(),
                bytes -> bytes != 1999,
                spools::open);
        Session opened = Session.opened("S", "mx.test", "i", "mx", Dialogue.CLIENT, 1000, Instant.EPOCH);
        this.session = new SmtpSession(opened, house, scene.rulesOf());
        this.referee = new Referee(opened, scene.limits(), scene.rulesOf());
        this.decisions = decisions;
    }

    /** The connection is encrypted before anything is said. */
    StrictDialogue encrypted() {
        referee.beganEncrypted();
        step(session.encrypted(Dialogue.TLS));
        return this;
    }

    /** The time of the banner has come. */
    StrictDialogue opens() {
        step(session.open());
        return this;
    }

    /** One packet of the client comes. */
    void sends(byte[] packet) {
        boolean late = undecided != null;
        if (!closed) {
            referee.said(packet);
        }
        List<Effect> effects = session.receive(packet.clone());
        must(effects.isEmpty() || !late, "the session does not wait");
        step(effects);
        if (late) {
            decides();
        }
    }

    /** The house decides now on what was left undecided. */
    void decides() {
        while (undecided != null && !closed) {
            Supplier<List<Effect>> decision = undecided;
            undecided = null;
            step(decision.get());
        }
    }

    /** In clear behind the next STARTTLS, from somebody else. */
    void injects(byte[] bytes) {
        injected = bytes;
    }

    /** The disk is full. */
    void spoolFails() {
        if (session.spool() != null) {
            session.spoolFailed();
            referee.spoolFailed();
        }
    }

    /** The house ends the session, if the client has nothing under way. */
    void ends() {
        if (!closed && !session.waiting() && !session.readingData()) {
            step(session.end(Reply.of(421, "4.3.2", "mx.test Service not available, try again later")));
        }
    }

    /** The connection is gone, for whatever reason. */
    void disconnects() {
        Spool unfinished = session.spool();
        if (unfinished != null) {
            unfinished.close();
        }
        must(spools.mails() == 0, "a spool was left open");
    }

    /** The last reply's last line; empty if there is none. */
    String last() {
        return last;
    }

    boolean closed() {
        return closed;
    }

    private void step(List<Effect> effects) {
        act(effects);
        must(session.waiting() == (undecided != null) || closed, "waits for what it was not asked");
        if (!closed && undecided == null) {
            referee.settled(session);
        }
    }

    /** Does what is to be done, in order; what asks something is the last. */
    private void act(List<Effect> effects) {
        Deque<Effect> todo = new ArrayDeque<>(effects);
        while (!todo.isEmpty()) {
            Effect effect = todo.removeFirst();
            must(!closed, "after the end: ", effect);
            switch (effect) {
                case Effect.Send send -> said(send.reply(), todo.peekFirst() instanceof Effect.Close);
                case Effect.Refused refused -> {
                    must(refusal == null, "refused twice: ", refused);
                    refusal = refused.reply();
                }
                case Effect.Greeted greeted ->
                    transcript.add("greeted " + greeted.session().helo());
                case Effect.StartTls begin -> startTls();
                case Effect.BeginAuth begin -> {
                    referee.proving(true);
                    decide(letter -> proved(letter, begin.initial()), todo);
                }
                case Effect.ContinueAuth more -> {
                    referee.proving(false);
                    decide(letter -> proved(letter, more.response()), todo);
                }
                case Effect.AbandonAuth abandoned -> {
                    referee.abandoned();
                    transcript.add("abandoned");
                }
                case Effect.Reopened again -> {
                    referee.reopened(again.opened());
                    transcript.add("reopened " + again.opened().clientIp());
                }
                case Effect.OfferRecipient offer -> {
                    referee.offered(offer);
                    transcript.add("recipient " + offer.offer().recipient());
                    decide(this::decided, todo);
                }
                case Effect.OfferMail offer -> {
                    String content = Dialogue.content(offer.content());
                    referee.offered(offer, content);
                    transcript.add("mail " + offer.transaction().envelope() + offer.missing() + content);
                    decide(this::decided, todo);
                }
                case Effect.Discarded discarded -> discarded.spool().close();
                case Effect.Dropped dropped -> {
                    referee.dropped();
                    transcript.add("dropped");
                }
                case Effect.Close close -> {
                    closed = true;
                    transcript.add("closed");
                }
            }
        }
    }

    private void said(Reply reply, boolean closing) {
        String wire = new String(reply.wire(), ISO_8859_1);
        transcript.add(wire);
        must(refusal == null || reply.equals(refusal), "refused, and told otherwise: ", reply);
        must(reply.positive() || refusal != null || reply.equals(decided), "refused by nobody: ", reply);
        refusal = null;
        decided = null;
        last = wire.substring(wire.lastIndexOf('\n', wire.length() - 2) + 1);
        referee.replied(reply, closing);
    }

    private void startTls() {
        referee.startsTls();
        if (injected.length > 0) {
            // What the session makes of it is its own affair, as long as it is not a command.
            act(session.receive(injected));
            injected = new byte[0];
        }
        if (!closed) {
            List<Effect> effects = session.encrypted(Dialogue.TLS);
            must(effects.isEmpty(), "something of before: ", effects);
        }
    }

    private void decide(Function<Character, List<Effect>> decision, Deque<Effect> behind) {
        must(behind.isEmpty(), "does not wait: ", behind);
        char letter = decisions.next();
        if (Character.isUpperCase(letter)) {
            undecided = () -> decision.apply(Character.toLowerCase(letter));
        } else {
            act(decision.apply(letter));
        }
    }

    private List<Effect> decided(char letter) {
        Reply reply =
                switch (letter) {
                    case 'd' -> Reply.of(451, "4.7.1", "Greylisted, please try again in 300 seconds");
                    case 'r' -> Reply.of(554, "5.7.1", "Rejected");
                    case 'c' -> Reply.of(421, "4.3.2", "mx.test Service not available, try again later");
                    default -> Reply.of(250, "2.0.0", "Ok");
                };
        referee.decided(reply);
        decided = reply;
        return session.resume(reply);
    }

    private List<Effect> proved(char letter, byte @Nullable [] response) {
        if (response == null || letter == 'a') {
            return session.challenge("Password:".getBytes(ISO_8859_1));
        }
        return switch (letter) {
            case 'd' -> session.notAuthenticated(Reply.of(454, "4.7.0", "Temporary authentication failure"));
            case 'r' -> session.notAuthenticated(Reply.of(535, "5.7.8", "Error: authentication failed"));
            case 'c' -> session.notAuthenticated(Reply.of(421, "4.7.0", "mx.test Error: too many failed logins"));
            default -> {
                referee.authenticated("alice");
                yield session.authenticated("alice");
            }
        };
    }
}
