package io.postern.delivery;

import io.postern.contract.Publisher;
import io.quarkus.test.Mock;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Kafka that remembers what was sent to it. */
@Mock
@Singleton
public class FakeKafka {

    private final MockProducer<String, byte[]> producer = producer();

    /** Acknowledges at once. */
    public static MockProducer<String, byte[]> producer() {
        return new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer());
    }

    /** What was sent. */
    @Produces
    @Singleton
    public MockProducer<String, byte[]> sent() {
        return producer;
    }

    @Produces
    @Singleton
    Publisher publisher() {
        return new Publisher(producer);
    }

    @Produces
    @Singleton
    LogReaders readers() {
        return () -> new MockConsumer<>("none");
    }
}
