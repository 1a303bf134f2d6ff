package io.postern.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.function.DoubleSupplier;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class PublisherTest {

    private final MockProducer<String, byte[]> producer =
            new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer());
    private double free = 100;

    @Test
    void bufferIsFullToTheShareThatIsNotFree() {
        tell("buffer-total-bytes", () -> 100);
        tell("buffer-available-bytes", () -> free);
        Publisher publisher = new Publisher(producer);
        assertThat(publisher.bufferShare()).isZero();
        free = 25;
        assertThat(publisher.bufferShare()).isEqualTo(0.75);
    }

    @Test
    void producerThatDoesNotTellIsNotTakenForAnIdleOne() {
        assertThat(new Publisher(producer).bufferShare()).isNaN();
    }

    @Test
    void kafkasOwnProducerTells() {
        try (Publisher publisher = Publisher.open(Map.of("bootstrap.servers", "localhost:1"))) {
            assertThat(publisher.bufferShare()).isZero();
        }
    }

    private void tell(String metric, DoubleSupplier value) {
        MetricName name = new MetricName(metric, "producer-metrics", "", Map.of());
        producer.setMockMetrics(name, new Metric() {
            @Override
            public MetricName metricName() {
                return name;
            }

            @Override
            public Object metricValue() {
                return value.getAsDouble();
            }
        });
    }
}
