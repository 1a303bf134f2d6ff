package io.postern.tracing;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.postern.contract.Publisher;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Map;

/** How the one producer of a service fares; those of readers Quarkus has by itself. */
@Dependent
class PublisherFigures {

    private static final Map<String, String> SHOWN = Map.of(
            "request-latency-avg", "Milliseconds that a request to the brokers takes",
            "outgoing-byte-rate", "Bytes sent a second",
            "record-error-rate", "Records a second that were given up",
            "record-retry-rate", "Records a second that were sent once more");

    @Produces
    @Singleton
    MeterBinder figures(Publisher publisher) {
        return registry -> SHOWN.forEach((name, description) -> Gauge.builder(
                        "kafka.producer." + name.replace('-', '.'), publisher, it -> it.figure(name))
                .description(description)
                .register(registry));
    }
}
