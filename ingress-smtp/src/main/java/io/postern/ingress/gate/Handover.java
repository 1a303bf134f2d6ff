package io.postern.ingress.gate;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.postern.contract.ContentChunk;
import io.postern.contract.Decision.Action;
import io.postern.contract.Decision.Answer;
import io.postern.contract.Envelope;
import io.postern.contract.MailApproved;
import io.postern.contract.MailApproved.Disposition;
import io.postern.contract.MailApproved.HeaderField;
import io.postern.contract.MailReceived;
import io.postern.contract.Publisher;
import io.postern.contract.Question;
import io.postern.contract.Session;
import io.postern.contract.Topics;
import io.postern.contract.TraceContext;
import io.postern.contract.Verdict;
import io.postern.ingress.IngressConfig;
import io.postern.ingress.policy.Policy.Ruling;
import io.postern.ingress.session.Effect;
import io.postern.ingress.spool.Spool;
import io.postern.tracing.Messaging;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * Puts mail into Kafka: the content, which is also the question to the checks, and for accepted mail the approval. Only
 * when both are acknowledged may the client be told 250.
 */
@ApplicationScoped
class Handover {

    /**
     * Chunks of all mails together, but for the first of each, that are sent and not yet acknowledged: large mails must not
     * fill the send buffer, in which small ones need a place too.
     */
    private static final int WINDOW = 24;

    private final IngressConfig config;
    private final Publisher publisher;
    private final Tracer tracer;
    private final Clock clock;
    private final Semaphore window = new Semaphore(WINDOW, true);

    Handover(IngressConfig config, Publisher publisher, Tracer tracer, Clock clock) {
        this.config = config;
        this.publisher = publisher;
        this.tracer = tracer;
        this.clock = clock;
    }

    /** A content on its way to the topic. */
    record Published(MailReceived mail, List<CompletableFuture<RecordMetadata>> chunks) {}

    /** Kafka did not take the mail, or not in time. There is no promise. */
    static final class NotTaken extends Exception {

        private static final long serialVersionUID = 1L;

        NotTaken(String message, Throwable cause) {
            super(message + ": " + cause, cause);
        }
    }

    /** Sends the content, and with its last chunk the question. */
    Published publish(
            String mailId, Session session, Envelope envelope, Spool content, Question question, Context trace)
            throws NotTaken, InterruptedException {
        int count = content.chunks();
        MailReceived mail =
                new MailReceived(mailId, session, envelope, count, content.size(), content.digest(), clock.instant());
        Span span = producing("publish", Topics.CONTENT, mailId, trace);
        span.setAttribute("messaging.batch.message_count", count);
        span.setAttribute("messaging.message.body.size", content.size());
        List<CompletableFuture<RecordMetadata>> chunks = new ArrayList<>(count);
        // A client that was told to come again brings the same content: to where it is known by now.
        Integer partition = publisher.partition(Topics.CONTENT, mail.sha256());
        try {
            for (int i = 0; i < count; i++) {
                boolean last = i == count - 1;
                ProducerRecord<String, byte[]> record =
                        new ContentChunk(mailId, i, content.chunk(i), last ? mail : null).toRecord(partition);
                if (last) {
                    question.at(clock.instant()).writeTo(record.headers());
                    TraceContext.inject(trace, record.headers());
                }
                chunks.add(i == 0 ? publisher.send(record) : sendBehind(chunks.get(i - 1), record));
            }
        } catch (IOException e) {
            failed(span);
            throw new NotTaken("the spool cannot be read", e);
        } catch (NotTaken e) {
            failed(span);
            throw e;
        }
        var unused = CompletableFuture.allOf(chunks.toArray(CompletableFuture[]::new))
                .whenComplete((done, failure) -> {
                    if (failure == null) {
                        Messaging.sent(span, chunks.get(count - 1).join());
                    } else {
                        span.setStatus(StatusCode.ERROR, "not acknowledged");
                    }
                    span.end();
                });
        return new Published(mail, chunks);
    }

    private Span producing(String name, String topic, String mailId, Context trace) {
        Span span = tracer.spanBuilder(name)
                .setParent(trace)
                .setSpanKind(SpanKind.PRODUCER)
                .startSpan();
        Messaging.sends(span, topic);
        return span.setAttribute(MailTrace.MAIL_ID, mailId);
    }

    private static void failed(Span span) {
        span.setStatus(StatusCode.ERROR);
        span.end();
    }

    private CompletableFuture<RecordMetadata> sendBehind(
            CompletableFuture<RecordMetadata> before, ProducerRecord<String, byte[]> record)
            throws NotTaken, InterruptedException {
        if (before.isCompletedExceptionally()) {
            acknowledged(before);
        }
        Duration deadline = config.publishDeadline();
        if (!window.tryAcquire(deadline.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new NotTaken("no place among the chunks under way within " + deadline, new TimeoutException());
        }
        return publisher.send(record).whenComplete((metadata, failure) -> window.release());
    }

    /**
     * Promises the delivery: returns when content and approval are safe.
     *
     * @param results what the mail itself shall tell of its checks
     */
    void approve(
            Published published,
            Ruling ruling,
            List<Answer> answers,
            List<HeaderField> results,
            Effect.Missing missing,
            Context trace)
            throws NotTaken, InterruptedException {
        List<RecordMetadata> places = new ArrayList<>(published.chunks().size());
        for (CompletableFuture<RecordMetadata> chunk : published.chunks()) {
            places.add(acknowledged(chunk));
        }
        MailApproved approved = new MailApproved(
                published.mail(),
                location(places),
                ruling.action() == Action.QUARANTINE ? Disposition.QUARANTINE : Disposition.DELIVER,
                verdicts(answers),
                ruling.unchecked(),
                headers(published.mail(), results, missing));
        ProducerRecord<String, byte[]> record =
                Publisher.json(Topics.APPROVED, published.mail().mailId(), approved);
        Span span = producing("approve", Topics.APPROVED, published.mail().mailId(), trace);
        TraceContext.inject(trace.with(span), record.headers());
        try {
            Messaging.sent(span, acknowledged(publisher.send(record)));
        } catch (NotTaken e) {
            span.setStatus(StatusCode.ERROR, "not acknowledged");
            throw e;
        } finally {
            span.end();
        }
    }

    private static MailApproved.Location location(List<RecordMetadata> places) throws NotTaken {
        RecordMetadata first = places.get(0);
        RecordMetadata last = places.get(places.size() - 1);
        if (places.stream().anyMatch(place -> place.partition() != first.partition())) {
            throw new NotTaken(
                    "the content is split over partitions",
                    new IllegalStateException("partitions were added to " + Topics.CONTENT));
        }
        return new MailApproved.Location(first.partition(), first.offset(), last.offset());
    }

    private static List<Verdict> verdicts(List<Answer> answers) {
        return answers.stream()
                .filter(answer -> answer.rule().awaited())
                .map(Answer::verdict)
                .filter(Objects::nonNull)
                .toList();
    }

    private static List<HeaderField> headers(MailReceived mail, List<HeaderField> results, Effect.Missing missing) {
        List<HeaderField> headers = new ArrayList<>();
        headers.add(Received.of(mail.session(), mail.envelope(), mail.mailId(), mail.receivedAt()));
        if (missing.date()) {
            headers.add(new HeaderField("Date", Received.date(mail.receivedAt())));
        }
        if (missing.messageId()) {
            headers.add(new HeaderField(
                    "Message-ID", "<" + mail.mailId() + "@" + mail.session().host() + ">"));
        }
        headers.addAll(results);
        return headers;
    }

    private RecordMetadata acknowledged(CompletableFuture<RecordMetadata> sent) throws NotTaken, InterruptedException {
        Duration deadline = config.publishDeadline();
        try {
            return sent.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new NotTaken("Kafka refused", e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            throw new NotTaken("Kafka did not acknowledge within " + deadline, e);
        }
    }
}
