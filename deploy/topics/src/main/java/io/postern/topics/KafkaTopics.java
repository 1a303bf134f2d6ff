package io.postern.topics;

import io.postern.contract.TopicSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * Creates the topics that are missing and brings the settings of the others up to date. Never removes anything, neither
 * a topic nor a setting; partitions and replicas of a topic that is there stay as they are.
 */
public final class KafkaTopics {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** The services that have dead letters. */
    private static final List<String> SERVICES =
            List.of("ingress", "rbl", "address", "greylist", "content", "antispam", "av", "delivery");

    private final List<TopicSpec> topics;
    private final Replication replication;

    /** @param checks further ones, which are to have a topic of dead letters */
    KafkaTopics(Replication replication, Collection<String> checks) {
        this.replication = replication;
        this.topics = Stream.concat(
                        TopicSpec.all().stream(),
                        Stream.concat(SERVICES.stream(), checks.stream())
                                .distinct()
                                .map(TopicSpec::dead))
                .toList();
    }

    public KafkaTopics(Replication replication) {
        this(replication, List.of());
    }

    public List<TopicSpec> all() {
        return topics;
    }

    /**
     * Makes the topics of a cluster as they should be.
     *
     * @param connection as Kafka's clients are told of it, {@code bootstrap.servers} at least
     * @throws TopicsFailed if the cluster does not answer within a minute, or does not want them
     */
    public Outcome ensure(Map<String, String> connection) {
        Map<String, Object> client = new HashMap<>(connection);
        int patience = Math.toIntExact(PATIENCE.toMillis());
        client.putIfAbsent(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, patience);
        try (Admin admin = Admin.create(client)) {
            Set<String> found = get(admin.listTopics().names());
            List<String> created = create(
                    admin,
                    topics.stream()
                            .filter(topic -> !found.contains(topic.name()))
                            .toList());
            List<TopicSpec> present = topics.stream()
                    .filter(topic -> !created.contains(topic.name()))
                    .toList();
            return new Outcome(created, align(admin, present), differing(admin, present));
        } catch (KafkaException e) {
            throw failed(e);
        }
    }

    private List<String> create(Admin admin, List<TopicSpec> missing) {
        List<String> created = new ArrayList<>();
        admin.createTopics(missing.stream().map(this::fresh).toList()).values().forEach((topic, answer) -> {
            if (createdNow(answer)) {
                created.add(topic);
            }
        });
        return created;
    }

    private NewTopic fresh(TopicSpec topic) {
        return new NewTopic(topic.name(), topic.partitions(), replication.replicas())
                .configs(replication.settings(topic));
    }

    /** Somebody else may be at it too. */
    private static boolean createdNow(KafkaFuture<Void> answer) {
        try {
            get(answer);
            return true;
        } catch (TopicsFailed e) {
            if (e.getCause() instanceof TopicExistsException) {
                return false;
            }
            throw e;
        }
    }

    /** The topics whose settings were changed. */
    private List<String> align(Admin admin, List<TopicSpec> present) {
        Map<ConfigResource, Config> found = get(admin.describeConfigs(
                        present.stream().map(KafkaTopics::resource).toList())
                .all());
        Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
        for (TopicSpec topic : present) {
            List<AlterConfigOp> differing =
                    differing(topic, found.getOrDefault(resource(topic), new Config(List.of())));
            if (!differing.isEmpty()) {
                changes.put(resource(topic), differing);
            }
        }
        get(admin.incrementalAlterConfigs(changes).all());
        return changes.keySet().stream().map(ConfigResource::name).sorted().toList();
    }

    private List<AlterConfigOp> differing(TopicSpec topic, Config found) {
        List<AlterConfigOp> differing = new ArrayList<>();
        replication.settings(topic).forEach((key, value) -> {
            ConfigEntry entry = found.get(key);
            if (entry == null || !value.equals(entry.value())) {
                differing.add(new AlterConfigOp(new ConfigEntry(key, value), AlterConfigOp.OpType.SET));
            }
        });
        return differing;
    }

    /** What a person has to look after: these would be changes that move data, or the order of records. */
    private List<String> differing(Admin admin, List<TopicSpec> present) {
        Map<String, TopicDescription> found =
                get(admin.describeTopics(present.stream().map(TopicSpec::name).toList())
                        .allTopicNames());
        List<String> differing = new ArrayList<>();
        for (TopicSpec topic : present) {
            TopicDescription description = found.get(topic.name());
            if (description == null) {
                continue;
            }
            if (description.partitions().size() < topic.partitions()) {
                differing.add("%s has %d partitions instead of %d"
                        .formatted(topic.name(), description.partitions().size(), topic.partitions()));
            }
            Set<Integer> replicas = new HashSet<>();
            description
                    .partitions()
                    .forEach(partition -> replicas.add(partition.replicas().size()));
            if (replicas.stream().anyMatch(count -> count < replication.replicas())) {
                differing.add(
                        "%s has %s replicas instead of %d".formatted(topic.name(), replicas, replication.replicas()));
            }
        }
        return differing;
    }

    private static ConfigResource resource(TopicSpec topic) {
        return new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
    }

    private static <T> T get(KafkaFuture<T> answer) {
        try {
            return answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw failed(e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            throw failed(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed(e);
        }
    }

    private static TopicsFailed failed(Throwable cause) {
        return new TopicsFailed("kafka did not take the topics: " + cause, cause);
    }
}
