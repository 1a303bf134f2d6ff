package io.postern.ingress.gate;

import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import io.postern.contract.Decision.Answer;
import io.postern.contract.Envelope;
import io.postern.contract.MailApproved.HeaderField;
import io.postern.contract.Phase;
import io.postern.contract.RecipientOffered;
import io.postern.contract.Session;
import io.postern.ingress.checks.Gathering;
import io.postern.ingress.checks.Questions;
import io.postern.ingress.policy.Policy;
import io.postern.ingress.policy.Policy.Ruling;
import io.postern.ingress.session.Effect;
import io.postern.ingress.session.Reply;
import io.postern.ingress.spool.Spool;
import io.postern.tracing.MailLog;
import io.postern.tracing.TracingSettings;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
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

    private final Questions questions;
    private final Supplier<Policy> policy;
    private final Handover handover;
    private final Decisions decisions;
    private final Figures figures;
    private final Tracer tracer;
    private final boolean addresses;

    public Gate(
            Questions questions,
            Supplier<Policy> policy,
            Handover handover,
            Decisions decisions,
            Figures figures,
            Tracer tracer,
            TracingSettings tracing) {
        this.questions = questions;
        this.policy = policy;
        this.handover = handover;
        this.decisions = decisions;
        this.figures = figures;
        this.tracer = tracer;
        this.addresses = tracing.addresses();
    }

    /** What is to be remembered of a new session. */
    public Passage passage(Session opened) {
        return new Passage(new MailTrace(tracer, opened, addresses));
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

    /**
     * The session has refused something without asking here: it is told in the trace of the mail at hand, or of the one that
     * did not come to be.
     *
     * @param mailId if a mail was begun
     */
    public void refused(Passage passage, @Nullable String mailId, Reply reply) {
        passage.trace().refused(mailId, reply);
    }

    /** The mail at hand came to nothing. */
    public void dropped(Passage passage) {
        passage.mailDone();
    }

    /** The connection is gone: nobody needs the answers. */
    public void closed(Passage passage) {
        for (Passage.Asked asked : passage.open()) {
            questions.close(asked.gathering());
            asked.span().end();
        }
        passage.open().clear();
        passage.mailDone();
    }

    private static Phase phase(Session session) {
        return session.helo() == null ? Phase.CONNECT : Phase.GREETING;
    }

    private void ask(Passage passage, Phase phase, Session session) {
        String id = phase == Phase.CONNECT ? session.id() : session.id() + "/" + passage.nextGreeting();
        PhaseSpan span = passage.trace().begin(phase);
        try {
            Gathering gathering = questions.ask(id, phase, session, span.context());
            if (gathering != null) {
                passage.open().add(new Passage.Asked(gathering, span));
            }
        } catch (Questions.Overloaded e) {
            LOG.debugf("question not asked, too many are pending sessionId=%s phase=%s", session.id(), phase);
            passage.open().add(new Passage.Asked(questions.unasked(id, phase, session), span));
        }
    }

    /** Lets a recipient in at once if nobody is to be asked about it; {@code null} if {@link #decide} has to. */
    public @Nullable Reply pass(Passage passage, Effect.OfferRecipient offered) {
        RecipientOffered offer = offered.offer();
        boolean nothingToAsk = passage.open().isEmpty()
                && passage.connection().isEmpty()
                && !questions.any(Phase.RECIPIENT, offer.session(), envelope(offer));
        return nothingToAsk ? Decisions.RECIPIENT_OK : null;
    }

    /**
     * Decides on a recipient: by what is known of the client, then by the checks of recipients. While the client is not
     * known yet, the recipient is asked about already, so that a client that is fast waits once and not twice; once it
     * is known, the checks of recipients never hear of a client that is refused.
     */
    public Reply decide(Passage passage, Effect.OfferRecipient question) throws InterruptedException {
        String id = question.transaction().mailId();
        passage.trace().about(id, question.transaction().envelope());
        return within(passage, Phase.RECIPIENT, id, phase -> decide(passage, question, phase));
    }

    /** What decides. */
    private interface Judge {
        Reply decide(PhaseSpan phase) throws InterruptedException;
    }

    /** Has a decision made within its phase of the trace, and measures it. */
    private Reply within(Passage passage, Phase phase, String mailId, Judge judge) throws InterruptedException {
        long begun = System.nanoTime();
        PhaseSpan span = passage.trace().begin(phase);
        span.about(mailId);
        MailLog log = MailLog.about(mailId, passage.trace().sessionId(), span.context());
        Scope scope = span.context().makeCurrent();
        try {
            Reply reply = judge.decide(span);
            span.replied(reply);
            passage.trace().replied(reply);
            figures.answered(phase, reply.code(), Duration.ofNanos(System.nanoTime() - begun));
            return reply;
        } finally {
            scope.close();
            log.close();
            span.end();
        }
    }

    private Reply decide(Passage passage, Effect.OfferRecipient question, PhaseSpan phase) throws InterruptedException {
        RecipientOffered offer = question.offer();
        Envelope offered = envelope(offer);
        String id = question.transaction().mailId();
        Policy inForce = policy.get();
        boolean ahead = !passage.known(inForce::decided);
        Gathering asked = null;
        try {
            if (ahead) {
                asked = ask(question, offered, phase);
            }
            settleConnection(passage, inForce);
            List<Answer> connection = inForce.relevant(passage.connection(), offer.session(), offered);
            Ruling client = inForce.decide(Phase.GREETING, offer.session(), connection);
            if (client.refuses()) {
                return decisions.recipient(
                        id, Phase.GREETING, offer.session(), offered, inForce, client, connection, 0);
            }
            if (!ahead) {
                asked = ask(question, offered, phase);
            }
            List<Answer> own = asked == null ? List.of() : phase.await(asked, inForce::decided);
            long waited = asked == null ? 0 : asked.elapsedMicros();
            figures.waited(Phase.RECIPIENT, own, waited);
            List<Answer> answers = new ArrayList<>(connection);
            answers.addAll(own);
            Ruling ruling = inForce.decide(Phase.RECIPIENT, offer.session(), answers);
            if (!ruling.refuses()) {
                passage.accepted(own, ruling);
            }
            return decisions.recipient(id, Phase.RECIPIENT, offer.session(), offered, inForce, ruling, answers, waited);
        } catch (Questions.Overloaded e) {
            return decisions.overloaded(id, Phase.RECIPIENT, offer.session());
        } finally {
            if (asked != null) {
                questions.close(asked);
            }
        }
    }

    private @Nullable Gathering ask(Effect.OfferRecipient question, Envelope offered, PhaseSpan phase)
            throws Questions.Overloaded {
        String id =
                question.transaction().mailId() + "/" + question.transaction().offered();
        return questions.ask(id, question.offer(), offered, phase.context());
    }

    private static Envelope envelope(RecipientOffered offer) {
        return new Envelope(offer.sender(), List.of(new Envelope.Recipient(offer.recipient())), false, false);
    }

    /** Waits for the answers about the connection, once. */
    private void settleConnection(Passage passage, Policy inForce) throws InterruptedException {
        for (Passage.Asked asked : passage.open()) {
            Gathering gathering = asked.gathering();
            try {
                List<Answer> answers = asked.span().await(gathering, inForce::decided);
                figures.waited(gathering.question().phase(), answers, gathering.elapsedMicros());
                passage.settle(answers);
            } finally {
                questions.close(gathering);
                asked.span().end();
            }
        }
        passage.open().clear();
    }

    /** Decides on a mail, and promises its delivery if it is let in. Closes the content. */
    public Reply decide(Passage passage, Effect.OfferMail offer) throws InterruptedException {
        String id = offer.transaction().mailId();
        passage.trace().about(id, offer.transaction().envelope());
        try (Spool content = offer.content()) {
            settleConnection(passage, policy.get());
            return within(passage, Phase.MESSAGE, id, phase -> decide(passage, offer, content, phase));
        } finally {
            passage.mailDone();
        }
    }

    private Reply decide(Passage passage, Effect.OfferMail offer, Spool content, PhaseSpan phase)
            throws InterruptedException {
        Session session = offer.session();
        String id = offer.transaction().mailId();
        Envelope envelope = offer.transaction().envelope();
        Policy inForce = policy.get();
        Gathering gathering;
        try {
            gathering = questions.open(id, Phase.MESSAGE, session, envelope);
        } catch (Questions.Overloaded e) {
            return decisions.overloaded(id, Phase.MESSAGE, session);
        }
        try {
            Handover.Published published =
                    handover.publish(id, session, envelope, content, gathering.question(), phase.context());
            gathering.sent();
            List<Answer> answers = new ArrayList<>(inForce.relevant(passage.beforeTheMail(), session, envelope));
            List<Answer> own = phase.await(gathering, inForce::decided);
            answers.addAll(own);
            long waited = gathering.elapsedMicros();
            figures.waited(Phase.MESSAGE, own, waited);
            Ruling ruling = inForce.decide(Phase.MESSAGE, session, answers);
            if (!ruling.refuses()) {
                List<HeaderField> results = ResultHeaders.of(inForce, session, ruling, answers);
                handover.approve(published, ruling, answers, results, offer.missing(), phase.context());
                figures.letIn(answers, ruling.unchecked());
            }
            return decisions.mail(id, session, envelope, inForce, ruling, answers, waited);
        } catch (Handover.NotTaken e) {
            return decisions.notTaken(id, session, e);
        } finally {
            questions.close(gathering);
        }
    }
}
