package io.postern.ingress.gate;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.postern.contract.Decision.Answer;
import io.postern.contract.Phase;
import io.postern.contract.Verdict;
import io.postern.contract.Verdict.Outcome;
import io.postern.ingress.checks.Gathering;
import io.postern.ingress.session.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** A phase of a mail in its trace, from the question to what came of it. */
final class PhaseSpan {

    static final AttributeKey<Long> CODE = AttributeKey.longKey("smtp.reply.code");
    static final AttributeKey<String> STATUS = AttributeKey.stringKey("smtp.reply.status");
    static final AttributeKey<String> CAUSE = AttributeKey.stringKey("postern.cause");

    private final Tracer tracer;
    private final Span span;
    private final boolean addresses;

    private PhaseSpan(Tracer tracer, Span span, boolean addresses) {
        this.tracer = tracer;
        this.span = span;
        this.addresses = addresses;
    }

    static PhaseSpan begin(Tracer tracer, Context transaction, Phase phase, boolean addresses) {
        Span span = tracer.spanBuilder("phase." + phase.name().toLowerCase(Locale.ROOT))
                .setParent(transaction)
                .startSpan();
        return new PhaseSpan(tracer, span, addresses);
    }

    /** The mail that is decided upon. */
    void about(String mailId) {
        span.setAttribute(MailTrace.MAIL_ID, mailId);
    }

    /** What belongs to the phase. */
    Context context() {
        return Context.root().with(span);
    }

    /** Waits for the answers under a span of its own, with an event for each at the time when it came. */
    List<Answer> await(Gathering gathering, Predicate<List<Answer>> decided) throws InterruptedException {
        Span waiting = tracer.spanBuilder("await.verdicts").setParent(context()).startSpan();
        try {
            List<Answer> answers = gathering.await(decided);
            if (waiting.isRecording()) {
                answers.forEach(answer -> tell(waiting, gathering, answer));
            }
            return answers;
        } finally {
            waiting.end();
        }
    }

    private static void tell(Span waiting, Gathering gathering, Answer answer) {
        Duration ago = gathering.sinceArrival(answer.check());
        waiting.addEvent(name(answer), attributes(answer), Instant.now().minus(ago));
        if (answer.rule().awaited() && missing(answer)) {
            waiting.setStatus(StatusCode.ERROR, "unchecked");
        }
    }

    private static String name(Answer answer) {
        Verdict verdict = answer.verdict();
        return answer.check() + " " + (verdict == null ? answer.state() : verdict.outcome());
    }

    private static Attributes attributes(Answer answer) {
        AttributesBuilder attributes = Attributes.builder()
                .put("postern.check", answer.check())
                .put("postern.state", answer.state().name());
        Verdict verdict = answer.verdict();
        if (verdict != null) {
            attributes
                    .put("postern.outcome", verdict.outcome().name())
                    .put("postern.score", verdict.score())
                    .put("postern.worked_us", verdict.elapsedMicros());
        }
        return attributes.build();
    }

    private static boolean missing(Answer answer) {
        Verdict verdict = answer.verdict();
        return verdict == null ? answer.state() != Answer.State.PENDING : verdict.outcome() == Outcome.ERROR;
    }

    void replied(Reply reply) {
        describe(span, reply, addresses);
    }

    void end() {
        span.end();
    }

    /** A refusal is what we are for; but what was put off is looked for in traces. Texts may have addresses in them. */
    static void describe(Span span, Reply reply, boolean addresses) {
        span.setAttribute(CODE, (long) reply.code());
        span.setAttribute(STATUS, reply.status());
        if (!reply.cause().isEmpty()) {
            span.setAttribute(CAUSE, reply.cause());
        }
        if (addresses) {
            span.setAttribute("smtp.reply.text", reply.text());
        }
        if (reply.code() >= 400 && reply.code() < 500) {
            span.setStatus(StatusCode.ERROR, "put off");
        }
    }
}
