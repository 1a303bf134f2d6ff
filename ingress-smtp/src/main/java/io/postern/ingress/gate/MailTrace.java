package io.postern.ingress.gate;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.postern.contract.Envelope;
import io.postern.contract.Phase;
import io.postern.contract.Session;
import io.postern.ingress.session.Reply;
import org.jspecify.annotations.Nullable;

/**
 * The trace of the mail at hand in a session. It begins with the connection for the first mail, and for the next ones when
 * they come; it ends with the reply.
 */
final class MailTrace {

    static final AttributeKey<String> MAIL_ID = AttributeKey.stringKey("postern.mail_id");

    private final Tracer tracer;
    private final Session session;
    private final boolean addresses;
    private @Nullable Span transaction;
    private int mails;

    /** @param addresses whether spans may carry them */
    MailTrace(Tracer tracer, Session session, boolean addresses) {
        this.tracer = tracer;
        this.session = session;
        this.addresses = addresses;
    }

    String sessionId() {
        return session.id();
    }

    /** What is a child of the transaction. */
    Context context() {
        return Context.root().with(transaction());
    }

    private Span transaction() {
        if (transaction == null) {
            var builder = tracer.spanBuilder("smtp.transaction")
                    .setNoParent()
                    .setSpanKind(SpanKind.SERVER)
                    .setAttribute("network.protocol.name", "smtp")
                    .setAttribute("postern.session_id", session.id())
                    .setAttribute("postern.listener", session.listener());
            if (addresses) {
                builder.setAttribute("client.address", session.clientIp());
            }
            if (mails++ == 0) {
                builder.setStartTimestamp(session.openedAt());
            }
            transaction = builder.startSpan();
        }
        return transaction;
    }

    /** Which mail it is. */
    void about(String mailId, Envelope envelope) {
        Span span = transaction();
        span.setAttribute(MAIL_ID, mailId);
        span.setAttribute("postern.recipients", envelope.recipients().size());
        if (addresses) {
            span.setAttribute("postern.sender", envelope.sender());
            span.setAttribute(AttributeKey.stringArrayKey("postern.recipient"), envelope.addresses());
        }
    }

    /** The checks are asked. */
    PhaseSpan begin(Phase phase) {
        return PhaseSpan.begin(tracer, context(), phase, addresses);
    }

    /**
     * The session itself has refused something, and nobody was asked.
     *
     * @param mailId if a mail was begun
     */
    void refused(@Nullable String mailId, Reply reply) {
        Span span = transaction();
        if (mailId != null) {
            span.setAttribute(MAIL_ID, mailId);
        }
        span.addEvent(
                "refused",
                Attributes.of(
                        PhaseSpan.CODE, (long) reply.code(),
                        PhaseSpan.STATUS, reply.status(),
                        PhaseSpan.CAUSE, reply.cause()));
        PhaseSpan.describe(span, reply, addresses);
    }

    /** How the mail was answered. */
    void replied(Reply reply) {
        PhaseSpan.describe(transaction(), reply, addresses);
    }

    /** The mail at hand is done with. */
    void end() {
        if (transaction != null) {
            transaction.end();
            transaction = null;
        }
    }
}
