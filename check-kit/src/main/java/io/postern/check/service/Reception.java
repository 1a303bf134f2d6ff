package io.postern.check.service;

import io.postern.contract.InvalidRecord;
import io.postern.contract.Phase;
import io.postern.contract.Question;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;

/**
 * Lets questions in, one after the other: those that somebody still waits for, and no more at once than allowed. Each that
 * is let in gets a thread: a virtual one, or, if the check computes, one that the system takes the processor from when others
 * want it.
 */
@Singleton
class Reception {

    private static final Logger LOG = Logger.getLogger(Reception.class);

    /** How long questions may still come in after the asker could know that we stop. */
    private static final Duration LAST_QUESTIONS = Duration.ofMillis(250);

    private static final Duration HANGS = Duration.ofSeconds(30);

    private final Identity self;
    private final CheckSettings settings;
    private final Examiner examiner;
    private final DeadLetters deadLetters;
    private final Figures figures;
    private final Clock clock;
    private final Semaphore permits;
    /** As many threads as there are permits. */
    private final Executor threads;

    private volatile long lastMove = System.nanoTime();
    private volatile boolean stopped;

    Reception(
            Identity self,
            CheckSettings settings,
            Examiner examiner,
            DeadLetters deadLetters,
            Figures figures,
            Clock clock) {
        this.self = self;
        this.settings = settings;
        this.examiner = examiner;
        this.deadLetters = deadLetters;
        this.figures = figures;
        this.clock = clock;
        this.permits = new Semaphore(settings.concurrency());
        this.threads = threads(settings.computes());
        figures.inFlight(this::inFlight);
    }

    private static Executor threads(boolean computes) {
        return computes
                ? Executors.newCachedThreadPool(
                        Thread.ofPlatform().daemon().name("check-", 0).factory())
                : Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("check-", 0).factory());
    }

    /** Whether all hands are full and none has become free for long: the check hangs and does not heed interrupts. */
    boolean stuck() {
        return permits.availablePermits() == 0 && System.nanoTime() - lastMove > HANGS.toNanos();
    }

    int inFlight() {
        return settings.concurrency() - permits.availablePermits();
    }

    /** Lets in the question in the record's headers. Blocks while there are enough. */
    void admit(Phase phase, ConsumerRecord<String, byte[]> record, Examination examination)
            throws InterruptedException {
        try {
            Question question = Question.readFrom(record.headers());
            if (question.phase() == phase) { // questions at greeting come on the same topic as those at connect
                admit(question, record, examination);
            }
        } catch (InvalidRecord e) {
            deadLetters.put(record, e);
        }
    }

    /** Lets in a question, if it is not expired. Blocks while there are enough. */
    void admit(Question question, ConsumerRecord<String, byte[]> record, Examination examination)
            throws InterruptedException {
        long admitted = System.nanoTime();
        if (question.expired(clock.instant().minus(settings.clockSkew()))) {
            figures.skipped();
            examination.close();
            return;
        }
        permits.acquire();
        lastMove = System.nanoTime();
        threads.execute(() -> {
            try {
                Duration left = question.budget().minusNanos(System.nanoTime() - admitted);
                if (stopped || left.isNegative()) {
                    figures.skipped();
                } else {
                    examiner.answer(new Examiner.Asked(question, record, examination, left));
                }
            } finally {
                examination.close();
                permits.release();
            }
        });
    }

    /** After the registration is taken back and before the consumer closes. */
    void drain(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) ShutdownEvent stop)
            throws InterruptedException {
        Thread.sleep(LAST_QUESTIONS);
        int all = settings.concurrency();
        boolean idle = permits.tryAcquire(all, settings.drain().toMillis(), TimeUnit.MILLISECONDS);
        stopped = true;
        if (idle) {
            permits.release(all);
        } else {
            LOG.warnf("stopping with questions unanswered check=%s count=%d", self.check(), inFlight());
        }
    }
}
