package io.postern.delivery.queue;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.concurrent.atomic.AtomicLong;

/** How many recipients are owed their mail, as a metric. Counted now and then, not at every scrape. */
@ApplicationScoped
class QueueDepth {

    private final AtomicLong owed;

    QueueDepth(MeterRegistry metrics) {
        this.owed = metrics.gauge("postern.delivery.owed", new AtomicLong());
    }

    @Scheduled(every = "10s", concurrentExecution = ConcurrentExecution.SKIP)
    @Transactional
    void count() {
        owed.set(Recipient.owed());
    }
}
