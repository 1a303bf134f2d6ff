package io.postern.delivery;

import org.apache.kafka.clients.consumer.Consumer;

/** Opens readers of Kafka's log that belong to no group. Whoever opens one closes it. */
@FunctionalInterface
public interface LogReaders {
    Consumer<String, byte[]> open();
}
