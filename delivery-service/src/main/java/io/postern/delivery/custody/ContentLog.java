package io.postern.delivery.custody;

import io.postern.contract.MailApproved;
import io.postern.delivery.DeliverySettings;
import io.postern.delivery.LogReaders;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.consumer.Consumer;
import org.jspecify.annotations.Nullable;

/** The contents in Kafka's log, read by a consumer that is told where to look and belongs to no group. */
@ApplicationScoped
class ContentLog implements ContentSource {

    private final LogReaders readers;
    private final Duration deadline;
    // Batches come one after the other, but the last may still be reading when the service stops.
    private final ReentrantLock reading = new ReentrantLock();
    private @Nullable Consumer<String, byte[]> reader;

    ContentLog(LogReaders readers, DeliverySettings settings) {
        this.readers = readers;
        this.deadline = settings.custody().contentDeadline();
    }

    @Override
    public void read(Collection<MailApproved> mails, Sink sink) throws ContentLost, SQLException, IOException {
        reading.lock();
        try {
            Consumer<String, byte[]> open = reader;
            if (open == null) {
                open = readers.open();
                reader = open;
            }
            new ContentReading(open, mails, sink).run(deadline);
        } finally {
            reading.unlock();
        }
    }

    @PreDestroy
    void close() {
        reading.lock();
        try {
            if (reader != null) {
                reader.close();
            }
        } finally {
            reading.unlock();
        }
    }
}
