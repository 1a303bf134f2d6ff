package io.postern.delivery.queue;

import io.micrometer.core.instrument.MeterRegistry;
import io.postern.delivery.RootCause;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ApplicationNotRunning;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/** How many recipients are owed their mail, as a metric. Counted now and then, not at every scrape. */
@ApplicationScoped
class QueueDepth {

    private static final Logger LOG = Logger.getLogger(QueueDepth.class);

    private final AtomicLong owed = new AtomicLong();

    QueueDepth(MeterRegistry metrics) {
        metrics.gauge("postern.delivery.owed", owed);
    }

    @Scheduled(
            every = "10s",
            concurrentExecution = ConcurrentExecution.SKIP,
            skipExecutionIf = ApplicationNotRunning.class)
    void count() {
        try {
            owed.set(QuarkusTransaction.requiringNew().call(Recipient::owed));
        } catch (RuntimeException e) {
            LOG.debugf("queue not counted cause=%s", RootCause.of(e));
        }
    }
}
