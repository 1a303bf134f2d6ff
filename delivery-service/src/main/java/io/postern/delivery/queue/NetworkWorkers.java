package io.postern.delivery.queue;

import io.postern.delivery.DeliverySettings;
import io.postern.delivery.RootCause;
import io.postern.delivery.queue.Bell.Listener;
import io.postern.delivery.relay.Relay;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The two threads of mail that leaves by the network: one begins transfers, one notes what came of them. */
@ApplicationScoped
class NetworkWorkers {

    private static final Logger LOG = Logger.getLogger(NetworkWorkers.class);

    private static final Duration AFTER_FAILURE = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(8);
    private static final Duration LOOK = Duration.ofMillis(500);

    private final Dispatcher dispatcher;
    private final Finisher finisher;
    private final Relay relay;
    private final Bell bell;
    private final DeliverySettings.Queue settings;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final CountDownLatch over = new CountDownLatch(1);
    private @Nullable Thread beginning;
    private @Nullable Thread noting;

    NetworkWorkers(Dispatcher dispatcher, Finisher finisher, Relay relay, Bell bell, DeliverySettings settings) {
        this.dispatcher = dispatcher;
        this.finisher = finisher;
        this.relay = relay;
        this.bell = bell;
        this.settings = settings.queue();
    }

    void start(@Observes StartupEvent event) {
        if (settings.workers() > 0) {
            beginning = Thread.ofPlatform().name("dispatcher").start(this::begin);
            noting = Thread.ofPlatform().name("finisher").start(this::note);
        }
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopping.countDown();
        bell.ring();
        if (beginning != null && noting != null) {
            beginning.join(PATIENCE);
            dispatcher.stop(PATIENCE);
            over.countDown();
            noting.join(PATIENCE);
        }
        relay.close();
    }

    private void begin() {
        try {
            while (stopping.getCount() > 0) {
                try {
                    if (!dispatcher.step()) {
                        bell.await(Listener.NETWORK, settings.poll());
                    }
                } catch (Exception e) { // the edge of a thread: whatever it is, what was claimed comes again
                    LOG.warnf("dispatch interrupted, what was claimed comes again cause=%s", RootCause.of(e));
                    stopping.await(AFTER_FAILURE.toMillis(), TimeUnit.MILLISECONDS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** To the end of what has come to an end. */
    private void note() {
        try {
            while (finisher.some(LOOK) > 0 || over.getCount() > 0) {}
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
