package io.postern.check.service;

import io.postern.contract.DeadLetter;
import io.postern.contract.Publisher;
import io.postern.contract.TopicSpec;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.TopicExistsException;
import org.jboss.logging.Logger;

/** Puts records aside that the service cannot process, so that the rest flows. */
@Singleton
class DeadLetters {

    private static final Logger LOG = Logger.getLogger(DeadLetters.class);

    private final Identity self;
    private final Publisher publisher;
    private final Figures figures;

    DeadLetters(Identity self, Publisher publisher, Figures figures) {
        this.self = self;
        this.publisher = publisher;
        this.figures = figures;
    }

    void put(ConsumerRecord<String, byte[]> record, Throwable cause) {
        figures.deadLetter();
        LOG.errorf(
                "dead letter topic=%s partition=%d offset=%d check=%s cause=%s",
                record.topic(), record.partition(), record.offset(), self.check(), cause);
        var unused = publisher.send(DeadLetter.of(record, self.check(), cause)).whenComplete((written, failure) -> {
            if (failure != null) {
                LOG.errorf(
                        "dead letter lost topic=%s partition=%d offset=%d cause=%s",
                        record.topic(), record.partition(), record.offset(), failure);
            }
        });
    }

    /** A check may be started beside a stack that has never heard of it, so it brings its own topic. */
    void createTopic(@Observes StartupEvent start, @Identifier("default-kafka-broker") Map<String, Object> broker) {
        Thread.startVirtualThread(() -> createTopic(broker, TopicSpec.dead(self.check())));
    }

    private static void createTopic(Map<String, Object> broker, TopicSpec spec) {
        NewTopic topic =
                new NewTopic(spec.name(), Optional.of(spec.partitions()), Optional.empty()).configs(spec.config());
        try (Admin admin = Admin.create(broker)) {
            admin.createTopics(List.of(topic)).all().get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                LOG.warnf("dead letter topic not created topic=%s cause=%s", spec.name(), e.getCause());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
