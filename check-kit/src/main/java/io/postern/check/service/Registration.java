package io.postern.check.service;

import io.postern.contract.CheckRegistered;
import io.postern.contract.Phase;
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
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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
    private final Set<Phase> open = EnumSet.noneOf(Phase.class);
    private final Map<Phase, Instant> renewedAt = new ConcurrentHashMap<>();
    private @Nullable Thread heart;
    private boolean stopped;

    Registration(Identity self, CheckSettings settings, Publisher publisher, Clock clock) {
        this.self = self;
        this.publisher = publisher;
        this.clock = clock;
        this.renewal = settings.renewal();
        this.startedAt = clock.instant();
    }

    /** Begins to register for a phase, if it has not; from here on its questions may come. */
    synchronized void open(Phase phase) {
        if (stopped || !open.add(phase)) {
            return;
        }
        LOG.infof("registering check=%s instance=%s phase=%s", self.check(), self.instance(), phase);
        if (heart == null) {
            heart = Thread.ofVirtual().name("registration").start(this::beat);
        } else {
            renew(phase);
        }
    }

    /** Whether Kafka knows of us, as far as we know. */
    boolean current() {
        Instant oldest = clock.instant().minus(renewal.multipliedBy(MISSED_RENEWALS));
        return self.phases().stream()
                .map(phase -> renewedAt.getOrDefault(phase, Instant.MIN))
                .allMatch(oldest::isBefore);
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
        if (!stopped) {
            open.forEach(this::renew);
        }
        return !stopped;
    }

    private void renew(Phase phase) {
        Instant now = clock.instant();
        CheckRegistered registered = registered(phase, now);
        var unused = publisher
                .send(Publisher.json(Topics.CHECKS, registered.key(), registered))
                .whenComplete((written, failure) -> {
                    if (failure == null) {
                        renewedAt.put(phase, now);
                    } else {
                        LOG.warnf("registration not renewed check=%s cause=%s", self.check(), failure);
                    }
                });
    }

    private CheckRegistered registered(Phase phase, Instant at) {
        return new CheckRegistered(self.check(), self.instance(), phase, startedAt, at, renewal);
    }

    /** First of all at an orderly stop: nobody shall wait for us. */
    synchronized void close(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) ShutdownEvent stop)
            throws InterruptedException {
        stopped = true;
        if (heart == null) {
            return;
        }
        heart.interrupt();
        for (Phase phase : open) {
            takeBack(phase);
        }
    }

    private void takeBack(Phase phase) throws InterruptedException {
        String key = registered(phase, startedAt).key();
        try {
            publisher
                    .send(new ProducerRecord<>(Topics.CHECKS, key, null))
                    .get(LAST_WORD.toMillis(), TimeUnit.MILLISECONDS);
            LOG.infof("registration taken back check=%s instance=%s phase=%s", self.check(), self.instance(), phase);
        } catch (ExecutionException | TimeoutException e) {
            LOG.warnf("registration not taken back check=%s cause=%s", self.check(), e);
        }
    }
}
