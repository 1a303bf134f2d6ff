package io.postern.check.service;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.postern.check.Finding;
import io.postern.contract.Phase;
import io.postern.contract.Publisher;
import io.postern.contract.Question;
import io.postern.contract.TraceContext;
import io.postern.contract.Verdict;
import io.postern.contract.Verdict.Outcome;
import io.postern.contract.Verdict.Reason;
import io.postern.tracing.MailLog;
import io.postern.tracing.Messaging;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Asks the check one question and publishes its verdict. */
@Singleton
class Examiner {

    private static final Logger LOG = Logger.getLogger(Examiner.class);

    /**
     * A question that was let in.
     *
     * @param record where it came from
     * @param left how long the answer is waited for from now on
     */
    record Asked(Question question, ConsumerRecord<String, byte[]> record, Examination examination, Duration left) {}

    private final Identity self;
    private final Publisher publisher;
    private final DeadLetters deadLetters;
    private final Figures figures;
    private final Tracer tracer;
    private final ScheduledThreadPoolExecutor timer;

    Examiner(Identity self, Publisher publisher, DeadLetters deadLetters, Figures figures, Tracer tracer) {
        this.self = self;
        this.publisher = publisher;
        this.deadLetters = deadLetters;
        this.figures = figures;
        this.tracer = tracer;
        this.timer = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().name("deadlines").daemon().factory());
        timer.setRemoveOnCancelPolicy(true);
    }

    /** Works in the calling thread, for as long as the question leaves time. */
    void answer(Asked asked) {
        Context asker = TraceContext.extract(asked.record().headers());
        Span span = tracer.spanBuilder("check." + self.check())
                .setParent(asker)
                .setSpanKind(SpanKind.CONSUMER)
                .startSpan();
        Messaging.processes(span, asked.record(), self.check());
        span.setAttribute("postern.question", asked.question().id());
        if (asked.question().phase() == Phase.MESSAGE) {
            span.setAttribute("postern.mail_id", asked.question().id());
        }
        MailLog log = log(asked.question(), asker.with(span));
        try {
            asker.with(span).wrap(() -> answer(asked, span)).run();
        } finally {
            log.close();
            span.end();
        }
    }

    /** Of the questions about a session, or about a mail, there may be several; they are told apart behind a stroke. */
    private static MailLog log(Question question, Context trace) {
        int stroke = question.id().indexOf('/');
        String subject = stroke < 0 ? question.id() : question.id().substring(0, stroke);
        return switch (question.phase()) {
            case CONNECT, GREETING -> MailLog.about(null, subject, trace);
            case RECIPIENT, MESSAGE -> MailLog.about(subject, trace);
        };
    }

    private void answer(Asked asked, Span span) {
        Question question = asked.question();
        long start = System.nanoTime();
        Finding finding = find(asked);
        Duration worked = Duration.ofNanos(System.nanoTime() - start);
        if (finding == null) {
            figures.overrun();
            span.setStatus(StatusCode.ERROR, "not done in time");
            LOG.warnf("check not done in time question=%s budget=%s", question.id(), question.budget());
            return;
        }
        figures.verdict(finding.outcome(), worked);
        span.setAttribute("postern.outcome", finding.outcome().name());
        if (finding.outcome() == Outcome.ERROR) {
            span.setStatus(StatusCode.ERROR, "no answer found");
        }
        publish(question, verdict(question, finding, worked));
    }

    /** What the check says, an ERROR in its place if it fails, {@code null} if it was not done in time. */
    private @Nullable Finding find(Asked asked) {
        Deadline deadline = new Deadline(timer, asked.left());
        try (deadline) {
            return Objects.requireNonNull(asked.examination().perform(), "the check returned null");
        } catch (IOException e) {
            return deadline.passed() ? null : backendUnavailable(asked, e);
        } catch (InterruptedException | RuntimeException | Error e) {
            // Error too: whatever overflowed the stack of this thread, the asker shall have an answer.
            return deadline.passed() ? null : bug(asked, e);
        }
    }

    private static Finding backendUnavailable(Asked asked, IOException cause) {
        LOG.warnf("backend unavailable question=%s cause=%s", asked.question().id(), cause);
        return Finding.error("backend unavailable: " + cause.getClass().getSimpleName());
    }

    private Finding bug(Asked asked, Throwable cause) {
        LOG.errorf(cause, "check failed question=%s", asked.question().id());
        deadLetters.put(asked.record(), cause);
        return Finding.error("the check failed: " + cause.getClass().getSimpleName());
    }

    private Verdict verdict(Question question, Finding finding, Duration worked) {
        List<Reason> reasons = finding.reasons().stream().map(this::qualified).toList();
        return new Verdict(
                question.id(),
                self.check(),
                self.instance(),
                question.phase(),
                finding.outcome(),
                finding.score(),
                reasons,
                finding.reply(),
                worked.toNanos() / 1000);
    }

    private Reason qualified(Reason reason) {
        return reason.code().contains(".") ? reason : reason.as(self.check() + "." + reason.code());
    }

    private void publish(Question question, Verdict verdict) {
        ProducerRecord<String, byte[]> record = verdict.toRecord(question);
        TraceContext.inject(Context.current(), record.headers());
        var unused = publisher.send(record).whenComplete((written, failure) -> {
            if (failure != null) {
                LOG.warnf("verdict not sent question=%s cause=%s", question.id(), failure);
            }
        });
    }
}
