package io.postern.check.service;

import io.postern.contract.CheckRegistered;
import io.postern.contract.Publisher;
import io.postern.contract.Topics;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Tells the ingress that this instance is there: again and again while it lives, and once when it stops in order. */
@Singleton
class Registration {

    private static final Logger LOG = Logger.getLogger(Registration.class);
    private static final Duration LAST_WORD = Duration.ofSeconds(2);
    private static final int MISSED_RENEWALS = 3;

    private final Identity self;
    private final Publisher publisher;
    private final Clock clock;
    private final Duration renewal;
    private final Instant startedAt;
    private @Nullable Thread heart;
    private boolean stopped;
    private volatile @Nullable Instant renewedAt;

    Registration(Identity self, CheckSettings settings, Publisher publisher, Clock clock) {
        this.self = self;
        this.publisher = publisher;
        this.clock = clock;
        this.renewal = settings.renewal();
        this.startedAt = clock.instant();
    }

    /** Begins to register, if it has not; from here on questions may come. */
    synchronized void open() {
        if (heart == null && !stopped) {
            heart = Thread.ofVirtual().name("registration").start(this::beat);
            LOG.infof("registering check=%s instance=%s phase=%s", self.check(), self.instance(), self.phase());
        }
    }

    /** Whether Kafka knows of us, as far as we know. */
    boolean current() {
        Instant last = renewedAt;
        return last != null && clock.instant().isBefore(last.plus(renewal.multipliedBy(MISSED_RENEWALS)));
    }

    private void beat() {
        try {
            while (renew()) {
                Thread.sleep(renewal);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // stopped, and the thread ends here
        }
    }

    private synchronized boolean renew() {
        if (stopped) {
            return false;
        }
        Instant now = clock.instant();
        CheckRegistered registered =
                new CheckRegistered(self.check(), self.instance(), self.phase(), startedAt, now, renewal);
        var unused = publisher
                .send(Publisher.json(Topics.CHECKS, registered.key(), registered))
                .whenComplete((written, failure) -> {
                    if (failure == null) {
                        renewedAt = now;
                    } else {
                        LOG.warnf("registration not renewed check=%s cause=%s", self.check(), failure);
                    }
                });
        return true;
    }

    /** First of all at an orderly stop: nobody shall wait for us. */
    synchronized void close(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) ShutdownEvent stop)
            throws InterruptedException {
        stopped = true;
        if (heart == null) {
            return;
        }
        heart.interrupt();
        String key =
                new CheckRegistered(self.check(), self.instance(), self.phase(), startedAt, startedAt, renewal).key();
        try {
            publisher
                    .send(new ProducerRecord<>(Topics.CHECKS, key, null))
                    .get(LAST_WORD.toMillis(), TimeUnit.MILLISECONDS);
            LOG.infof("registration taken back check=%s instance=%s", self.check(), self.instance());
        } catch (ExecutionException | TimeoutException e) {
            LOG.warnf("registration not taken back check=%s cause=%s", self.check(), e);
        }
    }
}
