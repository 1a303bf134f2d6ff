package io.postern.check.service;

import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/** Learns when a consumer is in its group, and only then lets the check register: who is asked must be listening. */
@Singleton
@Identifier(Subscription.NAME)
class Subscription implements KafkaConsumerRebalanceListener {

    /** As in {@code consumer-rebalance-listener.name}. */
    static final String NAME = "postern-check";

    private static final Logger LOG = Logger.getLogger(Subscription.class);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Identity self;
    private final Registration registration;

    Subscription(Identity self, Registration registration) {
        this.self = self;
        this.registration = registration;
    }

    @Override
    public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        Set<String> topics = consumer.subscription();
        try {
            // With auto.offset.reset=latest the place to start is found late, and what was asked before is never read.
            partitions.forEach(partition -> consumer.position(partition, PATIENCE));
            // No partition is right for a spare instance, and wrong if the topic is not there.
            if (partitions.isEmpty()
                    && topics.stream()
                            .anyMatch(topic ->
                                    consumer.partitionsFor(topic, PATIENCE).isEmpty())) {
                LOG.warnf("no such topic topics=%s", topics);
                return;
            }
        } catch (KafkaException e) {
            LOG.warnf("position unknown topics=%s cause=%s", topics, e);
        }
        self.phases().stream().filter(phase -> topics.contains(phase.topic())).forEach(registration::open);
    }
}
