package io.postern.ingress.defence;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.TimeoutException;

/** How far a consumer group has come. */
interface CommittedOffsets {

    /**
     * Blocks.
     *
     * @return nothing for partitions of which the group has not committed anything
     * @throws KafkaException if Kafka does not tell in time
     */
    Map<TopicPartition, OffsetAndMetadata> within(Duration patience) throws InterruptedException;

    /** Those of a group, asked from outside: who is not of a group cannot commit in its name by mistake. */
    static CommittedOffsets of(Admin admin, String group) {
        return patience -> {
            try {
                return admin.listConsumerGroupOffsets(group)
                        .partitionsToOffsetAndMetadata()
                        .get(patience.toMillis(), TimeUnit.MILLISECONDS);
            } catch (ExecutionException e) {
                if (e.getCause() instanceof GroupIdNotFoundException) {
                    return Map.of();
                }
                throw new KafkaException(e.getCause());
            } catch (java.util.concurrent.TimeoutException e) {
                throw new TimeoutException("no offsets of group " + group + " within " + patience, e);
            }
        };
    }
}
