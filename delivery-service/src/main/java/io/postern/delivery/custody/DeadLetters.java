package io.postern.delivery.custody;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.postern.contract.DeadLetter;
import io.postern.contract.Publisher;
import io.postern.contract.Topics;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;

/** Puts aside what cannot be taken over, for a human to look at. It returns when the letter is safe, not before. */
@Startup // or a first one would not be seen to be one more
@ApplicationScoped
class DeadLetters {

    private static final Logger LOG = Logger.getLogger(DeadLetters.class);
    private static final String SERVICE = "delivery";

    private final Publisher publisher;
    private final Patience patience;
    private final MeterRegistry metrics;

    DeadLetters(Publisher publisher, Patience patience, MeterRegistry metrics) {
        this.publisher = publisher;
        this.patience = patience;
        this.metrics = metrics;
        count(Topics.APPROVED);
    }

    void bury(ConsumerRecord<String, byte[]> record, Throwable cause) {
        LOG.errorf(
                "dead letter mailId=%s record=%s/%d/%d cause=%s",
                record.key(), record.topic(), record.partition(), record.offset(), oneLine(cause));
        for (int failures = 1; !sent(record, cause, failures); failures++) {}
        count(record.topic()).increment();
    }

    private Counter count(String topic) {
        return Counter.builder("postern.dead.letters")
                .description("Records put aside")
                .tag("topic", topic)
                .register(metrics);
    }

    private static String oneLine(Throwable cause) {
        return cause.toString().replaceAll("\\R\\s*", " ");
    }

    private boolean sent(ConsumerRecord<String, byte[]> record, Throwable cause, int failures) {
        try {
            publisher.send(DeadLetter.of(record, SERVICE, cause)).join();
            patience.over();
            return true;
        } catch (CompletionException e) {
            patience.outlast(e, failures);
            return false;
        }
    }
}
