package io.postern.ingress;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.postern.contract.DeadLetter;
import io.postern.contract.InvalidRecord;
import io.postern.contract.Publisher;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;

/** Puts aside what the ingress cannot make sense of, so that the rest flows. */
@Startup // or a first one would not be seen to be one more
@ApplicationScoped
public class DeadLetters {

    private static final Logger LOG = Logger.getLogger(DeadLetters.class);
    private static final String SERVICE = "ingress";

    private final Publisher publisher;
    private final Counter count;

    public DeadLetters(Publisher publisher, MeterRegistry metrics) {
        this.publisher = publisher;
        this.count = metrics.counter("postern.dead.letters");
    }

    public void put(ConsumerRecord<String, byte[]> record, InvalidRecord cause) {
        count.increment();
        LOG.errorf(
                "record put aside topic=%s partition=%d offset=%d cause=%s",
                record.topic(), record.partition(), record.offset(), cause.getMessage());
        publisher.send(DeadLetter.of(record, SERVICE, cause)).exceptionally(failure -> {
            LOG.errorf(
                    "dead letter lost topic=%s partition=%d offset=%d cause=%s",
                    record.topic(), record.partition(), record.offset(), failure);
            return null;
        });
    }
}
