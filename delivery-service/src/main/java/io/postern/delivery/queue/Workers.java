package io.postern.delivery.queue;

import io.postern.delivery.DeliverySettings;
import io.postern.delivery.RootCause;
import io.postern.delivery.directory.Rooms;
import io.postern.delivery.mailbox.Maildir;
import io.postern.delivery.queue.Bell.Listener;
import io.postern.delivery.route.Router;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** The threads that deliver. When the service stops, each finishes the batch it has. */
@ApplicationScoped
class Workers {

    private static final Logger LOG = Logger.getLogger(Workers.class);

    private static final Duration AFTER_FAILURE = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final DeliverySettings.Queue settings;
    private final Bell bell;
    private final Round round;
    private final ExecutorService workers;
    // Threads of the platform: what they wait for is a flush to disk, which holds a thread of the platform anyhow.
    private final ExecutorService writers;
    private final CountDownLatch stopping = new CountDownLatch(1);

    Workers(
            Queue queue,
            Holding holding,
            Settlement settlement,
            StoredContent stored,
            Router ways,
            AttemptTracer tracer,
            Announcer announcer,
            Maildir maildir,
            Rooms rooms,
            Bell bell,
            DeliverySettings settings) {
        this.settings = settings.queue();
        this.bell = bell;
        this.workers = Executors.newCachedThreadPool(
                Thread.ofPlatform().name("delivery-", 0).factory());
        this.writers = Executors.newFixedThreadPool(
                this.settings.writers(),
                Thread.ofPlatform().name("mailbox-writer-", 0).factory());
        Clock clock = Clock.systemUTC();
        Deliverer deliverer = new Deliverer(maildir, rooms, new Deferral(clock, new Random()), clock);
        this.round = new Round(
                queue, holding, settlement, stored, ways, deliverer, tracer, announcer, writers, this.settings);
    }

    void start(@Observes StartupEvent event) {
        for (int i = 0; i < settings.workers(); i++) {
            workers.execute(this::work);
        }
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopping.countDown();
        workers.shutdown();
        bell.ring();
        if (!workers.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            LOG.warn("stopped in the middle of a batch; it comes again when its lease lapses");
        }
        writers.shutdown();
    }

    private void work() {
        try {
            while (stopping.getCount() > 0) {
                try {
                    if (round.run()) {
                        // What is left over is for whoever is free, this thread included.
                        bell.ring();
                    }
                    bell.await(Listener.MAILBOXES, settings.poll());
                } catch (Exception e) { // the edge of a thread: whatever it is, the batch comes again
                    LOG.warnf("delivery interrupted, its batch comes again cause=%s", RootCause.of(e));
                    stopping.await(AFTER_FAILURE.toMillis(), TimeUnit.MILLISECONDS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
