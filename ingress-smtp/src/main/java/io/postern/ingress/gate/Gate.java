package io.postern.ingress.gate;

import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.postern.contract.Decision;
import io.postern.contract.Decision.Action;
import io.postern.contract.Decision.Answer;
import io.postern.contract.Envelope;
import io.postern.contract.Phase;
import io.postern.contract.Publisher;
import io.postern.contract.RecipientOffered;
import io.postern.contract.Session;
import io.postern.contract.Topics;
import io.postern.contract.Verdict.PeerReply;
import io.postern.ingress.checks.Gathering;
import io.postern.ingress.checks.Questions;
import io.postern.ingress.policy.Policy;
import io.postern.ingress.policy.Policy.Ruling;
import io.postern.ingress.session.Effect;
import io.postern.ingress.session.Reply;
import io.postern.ingress.session.Transaction;
import io.postern.ingress.spool.Spool;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Where recipients and mails are let in or not. All methods but {@link #passage},
 * {@link #asks} and {@link #pass} may block and belong on a virtual thread.
 */
@ApplicationScoped
public class Gate {

    private static final Logger LOG = Logger.getLogger(Gate.class);
    private static final Reply RECIPIENT_OK = Reply.of(250, "2.1.5", "Ok");
    private static final PeerReply OVERLOADED = new PeerReply(554, "5.3.2", "Too busy, try again later");

    private final Questions questions;
    private final Supplier<Policy> policy;
    private final Handover handover;
    private final Publisher publisher;
    private final Tracer tracer;
    private final Clock clock;
    private final MeterRegistry metrics;

    public Gate(
            Questions questions,
            Supplier<Policy> policy,
            Handover handover,
            Publisher publisher,
            Tracer tracer,
            Clock clock,
            MeterRegistry metrics) {
        this.questions = questions;
        this.policy = policy;
        this.handover = handover;
        this.publisher = publisher;
        this.tracer = tracer;
        this.clock = clock;
        this.metrics = metrics;
    }

    /** What is to be remembered of a new session. */
    public Passage passage(Session opened) {
        return new Passage(tracer, opened);
    }

    /** Whether anybody is to be asked about a client that has connected, or greeted. */
    public boolean asks(Session session) {
        return questions.any(phase(session), session, null);
    }

    /** A client has connected: asks about it. */
    public void connected(Passage passage, Session session) {
        ask(passage, Phase.CONNECT, session);
    }

    /** A client has greeted: asks about its name. */
    public void greeted(Passage passage, Session session) {
        ask(passage, Phase.GREETING, session);
    }

    /** The mail at hand came to nothing. */
    public void dropped(Passage passage) {
        passage.mailDone();
    }

    /** The connection is gone: nobody needs the answers. */
    public void closed(Passage passage) {
        passage.open().forEach(questions::close);
        passage.open().clear();
        passage.mailDone();
    }

    private static Phase phase(Session session) {
        return session.helo() == null ? Phase.CONNECT : Phase.GREETING;
    }

    private void ask(Passage passage, Phase phase, Session session) {
        try {
            Gathering gathering = questions.ask(phase, session, passage.trace());
            if (gathering != null) {
                passage.open().add(gathering);
            }
        } catch (Questions.Overloaded e) {
            // Without the question there is no answer; the mail itself will be told 451 if this goes on.
            LOG.warnf("question not asked, too many are pending sessionId=%s phase=%s", session.id(), phase);
        }
    }

    /** Lets a recipient in at once if nobody is to be asked about it; {@code null} if {@link #decide} has to. */
    public @Nullable Reply pass(Passage passage, Effect.OfferRecipient offered) {
        RecipientOffered offer = offered.offer();
        boolean nothingToAsk = passage.open().isEmpty()
                && passage.connection().isEmpty()
                && !questions.any(Phase.RECIPIENT, offer.session(), envelope(offer));
        return nothingToAsk ? RECIPIENT_OK : null;
    }

    /** Decides on a recipient: by what is known of the client, then by the checks of recipients. */
    public Reply decide(Passage passage, Effect.OfferRecipient question) throws InterruptedException {
        RecipientOffered offer = question.offer();
        Envelope offered = envelope(offer);
        String id = question.transaction().mailId();
        settleConnection(passage);
        Policy inForce = policy.get();
        Ruling client = inForce.decide(Phase.GREETING, offer.session(), passage.connection());
        if (refused(client.action())) {
            return record(id, Phase.GREETING, offer.session(), offered, inForce, client, passage.connection(), 0);
        }
        List<Answer> answers = new ArrayList<>(passage.connection());
        long waited = 0;
        try {
            Gathering gathering =
                    questions.ask(id + "/" + question.transaction().offered(), offer, offered, passage.trace());
            if (gathering != null) {
                List<Answer> own = await(gathering, inForce);
                waited = gathering.elapsedMicros();
                answers.addAll(own);
                passage.recipients().clear();
                passage.recipients().addAll(own);
            }
        } catch (Questions.Overloaded e) {
            return reply(Action.DEFER, OVERLOADED, id);
        }
        Ruling ruling = inForce.decide(Phase.RECIPIENT, offer.session(), answers);
        return record(id, Phase.RECIPIENT, offer.session(), offered, inForce, ruling, answers, waited);
    }

    private static Envelope envelope(RecipientOffered offer) {
        return new Envelope(offer.sender(), List.of(new Envelope.Recipient(offer.recipient())), false, false);
    }

    /** Waits for the answers about the connection, once. */
    private void settleConnection(Passage passage) throws InterruptedException {
        Policy inForce = policy.get();
        for (Gathering gathering : passage.open()) {
            passage.connection().addAll(await(gathering, inForce));
        }
        passage.open().clear();
    }

    private List<Answer> await(Gathering gathering, Policy inForce) throws InterruptedException {
        try {
            return gathering.await(inForce::decided);
        } finally {
            questions.close(gathering);
        }
    }

    /** Decides on a mail, and promises its delivery if it is let in. Closes the content. */
    public Reply decide(Passage passage, Effect.OfferMail offer) throws InterruptedException {
        String id = offer.transaction().mailId();
        Span span = passage.span();
        span.setAttribute("postern.mail_id", id);
        try (Spool content = offer.content()) {
            settleConnection(passage);
            List<Answer> before = new ArrayList<>(passage.connection());
            before.addAll(passage.recipients());
            Reply reply = decide(passage, offer.session(), offer.transaction(), content, before);
            span.setAttribute("smtp.reply", reply.text());
            if (!reply.positive()) {
                span.setStatus(StatusCode.ERROR, reply.text());
            }
            return reply;
        } finally {
            passage.mailDone();
        }
    }

    private Reply decide(Passage passage, Session session, Transaction transaction, Spool content, List<Answer> before)
            throws InterruptedException {
        String id = transaction.mailId();
        Envelope envelope = transaction.envelope();
        Policy inForce = policy.get();
        Gathering gathering;
        try {
            gathering = questions.open(id, Phase.MESSAGE, session, envelope);
        } catch (Questions.Overloaded e) {
            return reply(Action.DEFER, OVERLOADED, id);
        }
        try {
            Handover.Published published =
                    handover.publish(id, session, envelope, content, gathering.question(), passage.trace());
            List<Answer> answers = new ArrayList<>(before);
            answers.addAll(handover.waiting(passage.trace(), () -> gathering.await(inForce::decided)));
            Ruling ruling = inForce.decide(Phase.MESSAGE, session, answers);
            Reply reply = reply(ruling, id);
            if (reply.positive()) {
                handover.approve(published, ruling, answers, passage.trace());
            }
            return record(id, Phase.MESSAGE, session, envelope, inForce, ruling, answers, gathering.elapsedMicros());
        } catch (Handover.NotTaken e) {
            LOG.errorf("mail not taken mailId=%s clientIp=%s cause=%s", id, session.clientIp(), e.getMessage());
            Reply reply = Reply.of(451, "4.3.0", "Temporary failure, try again later (" + id + ")");
            count(Phase.MESSAGE, "failed");
            return reply;
        } finally {
            questions.close(gathering);
        }
    }

    private Reply record(
            String id,
            Phase phase,
            Session session,
            Envelope envelope,
            Policy inForce,
            Ruling ruling,
            List<Answer> answers,
            long waitedMicros) {
        Reply reply = phase == Phase.MESSAGE || refused(ruling.action()) ? reply(ruling, id) : RECIPIENT_OK;
        Decision decision = new Decision(
                id,
                phase,
                session,
                envelope,
                ruling.action(),
                reply.text(),
                ruling.score(),
                inForce.digest(),
                inForce.thresholds(),
                answers,
                clock.instant(),
                waitedMicros);
        var unused = publisher.send(Publisher.json(Topics.DECISIONS, id, decision));
        count(phase, ruling.action().name());
        LOG.infof(
                "%s mailId=%s sessionId=%s clientIp=%s helo=%s sender=<%s> recipients=%s unchecked=%s waitedMicros=%d reply=%s",
                ruling.action(),
                id,
                session.id(),
                session.clientIp(),
                session.helo(),
                envelope.sender(),
                envelope.addresses(),
                ruling.unchecked(),
                waitedMicros,
                reply.text());
        return reply;
    }

    private void count(Phase phase, String action) {
        metrics.counter("postern.decisions", "phase", phase.name(), "action", action)
                .increment();
    }

    private static boolean refused(Action action) {
        return action == Action.DEFER || action == Action.REJECT;
    }

    private static Reply reply(Ruling ruling, String id) {
        return ruling.refusal() != null && refused(ruling.action())
                ? reply(ruling.action(), ruling.refusal(), id)
                : Reply.of(250, "2.0.0", "Ok: queued as " + id);
    }

    /** A deferral says the same as the refusal, with the codes of RFC 5321 and 3463 for "try again". */
    private static Reply reply(Action action, PeerReply refusal, String id) {
        String text = refusal.text() + " (" + id + ")";
        return action == Action.REJECT
                ? Reply.of(refusal.code(), refusal.status(), text)
                : Reply.of(451, "4" + refusal.status().substring(1), text);
    }
}
