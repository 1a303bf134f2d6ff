package io.postern.topics;

import io.postern.contract.TopicSpec;
import java.util.HashMap;
import java.util.Map;

/**
 * On how many brokers a record has to be before it counts as written.
 *
 * @param replicas of each partition
 * @param inSync how many of them have to have a record before it is acknowledged
 */
public record Replication(short replicas, int inSync) {

    /** What a 250 can rest upon even if a broker is lost. */
    static final int REPLICAS = 3;

    public Replication {
        if (replicas < 1) {
            throw new IllegalArgumentException("there has to be a replica: " + replicas);
        }
        if (inSync < 1 || inSync > replicas) {
            throw new IllegalArgumentException(
                    "of %d replicas 1 to %1$d can be in sync, not %d".formatted(replicas, inSync));
        }
    }

    /** One broker, and nobody else who has what it has. */
    public static Replication single() {
        return of(1);
    }

    /** So many replicas, of which one may be away. */
    public static Replication of(int replicas) {
        return new Replication((short) replicas, Math.max(1, replicas - 1));
    }

    /**
     * The settings of a topic. What others get from a second replica a durable topic on a single broker gets from the
     * disk: it is flushed before a record is acknowledged.
     */
    public Map<String, String> settings(TopicSpec topic) {
        Map<String, String> settings = new HashMap<>(topic.config());
        if (replicas > 1) {
            settings.put("min.insync.replicas", Integer.toString(inSync));
        }
        if (inSync == 1 && topic.durable()) {
            settings.put("flush.messages", "1");
        }
        return settings;
    }
}
