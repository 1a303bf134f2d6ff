package io.postern.check.service;

import io.postern.contract.Phase;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Receives the records of a phase's topic, one after the other. There is one for each phase; the build puts in those in
 * which the check is asked, so that a service consumes no topic but its own.
 */
interface Listener {

    /** The phase it serves. */
    Phase phase();

    /** Takes one record; blocks while the service has enough to do, which is what holds Kafka back. */
    void accept(ConsumerRecord<String, byte[]> record) throws InterruptedException;

    /** The one check of the service. */
    static <C> C only(List<C> checks, Phase phase, Class<C> type) {
        if (checks.size() != 1) {
            throw new ConfigurationException(
                    "asked at %s, the service has to have exactly one bean that is a %s, found %d %s"
                            .formatted(
                                    phase.name().toLowerCase(Locale.ROOT),
                                    type.getSimpleName(),
                                    checks.size(),
                                    checks.stream()
                                            .map(c -> c.getClass().getSimpleName())
                                            .toList()));
        }
        return checks.getFirst();
    }
}
