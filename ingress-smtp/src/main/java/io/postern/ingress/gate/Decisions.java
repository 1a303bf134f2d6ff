package io.postern.ingress.gate;

import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.context.Context;
import io.postern.contract.Decision;
import io.postern.contract.Decision.Action;
import io.postern.contract.Decision.Answer;
import io.postern.contract.Envelope;
import io.postern.contract.Phase;
import io.postern.contract.Publisher;
import io.postern.contract.Session;
import io.postern.contract.Topics;
import io.postern.contract.TraceContext;
import io.postern.contract.Verdict.PeerReply;
import io.postern.ingress.policy.Policy;
import io.postern.ingress.policy.Policy.Ruling;
import io.postern.ingress.session.Reply;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jboss.logging.Logger;

/** Makes replies of rulings, and writes each down: on the decisions topic, in the log, in the metrics. */
@ApplicationScoped
class Decisions {

    static final Reply RECIPIENT_OK = Reply.of(250, "2.1.5", "Ok");

    private static final int MAX_TEXT = 400;

    private static final Logger LOG = Logger.getLogger(Decisions.class);

    private final Publisher publisher;
    private final Clock clock;
    private final MeterRegistry metrics;

    Decisions(Publisher publisher, Clock clock, MeterRegistry metrics) {
        this.publisher = publisher;
        this.clock = clock;
        this.metrics = metrics;
    }

    /** The reply to RCPT. */
    Reply recipient(
            String mailId,
            Phase phase,
            Session session,
            Envelope offered,
            Policy policy,
            Ruling ruling,
            List<Answer> answers,
            long waitedMicros) {
        Reply reply = ruling.refusal() == null ? RECIPIENT_OK : refusal(ruling, ruling.refusal(), mailId);
        return record(mailId, phase, session, offered, policy, ruling, answers, waitedMicros, reply);
    }

    /** The reply to the end of data. */
    Reply mail(
            String mailId,
            Session session,
            Envelope envelope,
            Policy policy,
            Ruling ruling,
            List<Answer> answers,
            long waitedMicros) {
        Reply reply = ruling.refusal() == null
                ? Reply.of(250, "2.0.0", "Ok: queued as " + mailId)
                : refusal(ruling, ruling.refusal(), mailId);
        return record(mailId, Phase.MESSAGE, session, envelope, policy, ruling, answers, waitedMicros, reply);
    }

    /** The reply when Kafka does not take the mail. */
    Reply notTaken(String mailId, Session session, Handover.NotTaken cause) {
        LOG.errorf(
                "NOT TAKEN mailId=%s sessionId=%s clientIp=%s cause=%s",
                mailId, session.id(), session.clientIp(), cause.getMessage());
        count(Phase.MESSAGE, "NOT_TAKEN");
        return Reply.of(451, "4.3.0", "Temporary failure, try again later (" + mailId + ")")
                .because("not-taken");
    }

    /** The reply when there are too many questions pending. */
    Reply overloaded(String mailId, Phase phase, Session session) {
        LOG.warnf(
                "OVERLOADED mailId=%s sessionId=%s clientIp=%s phase=%s",
                mailId, session.id(), session.clientIp(), phase);
        count(phase, "OVERLOADED");
        return Reply.of(451, "4.3.2", "Too busy, try again later (" + mailId + ")")
                .because("overload-questions");
    }

    private Reply record(
            String mailId,
            Phase phase,
            Session session,
            Envelope envelope,
            Policy policy,
            Ruling ruling,
            List<Answer> answers,
            long waitedMicros,
            Reply reply) {
        Decision decision = new Decision(
                mailId,
                phase,
                session,
                envelope,
                ruling.action(),
                reply.text(),
                ruling.score(),
                policy.digest(),
                policy.thresholds(),
                answers,
                clock.instant(),
                waitedMicros);
        ProducerRecord<String, byte[]> written = Publisher.json(Topics.DECISIONS, mailId, decision);
        TraceContext.inject(Context.current(), written.headers());
        var unused = publisher.send(written);
        count(phase, ruling.action().name());
        LOG.infof(
                "%s mailId=%s sessionId=%s clientIp=%s helo=%s user=%s sender=<%s> recipients=%s verdicts=%s"
                        + " score=%s unchecked=%s waitedMicros=%d reply=%s",
                ruling.action(),
                mailId,
                session.id(),
                session.clientIp(),
                session.helo(),
                session.user(),
                envelope.sender(),
                envelope.addresses(),
                verdicts(answers),
                ruling.score(),
                ruling.unchecked(),
                waitedMicros,
                reply.text());
        return reply;
    }

    /** Such as {@code [rbl=PASS, content=FAIL]}. */
    private static List<String> verdicts(List<Answer> answers) {
        return answers.stream()
                .map(answer -> answer.check() + "="
                        + (answer.verdict() == null
                                ? answer.state()
                                : answer.verdict().outcome()))
                .toList();
    }

    /** A deferral says the same as the refusal, with the codes of RFC 5321 and 3463 for "try again". */
    private static Reply refusal(Ruling ruling, PeerReply refusal, String mailId) {
        // The id must not fall victim to the bound on reply lines.
        String said = refusal.text().length() > MAX_TEXT ? refusal.text().substring(0, MAX_TEXT) : refusal.text();
        String text = said + " (" + mailId + ")";
        Reply reply = ruling.action() == Action.REJECT
                ? Reply.of(refusal.code(), refusal.status(), text)
                : Reply.of(451, "4" + refusal.status().substring(1), text);
        return reply.because(ruling.by());
    }

    private void count(Phase phase, String action) {
        metrics.counter("postern.decisions", "phase", phase.name(), "action", action)
                .increment();
    }
}
