package io.postern.local;

import io.postern.contract.TopicSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
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
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;

/** Creates the topics that are missing and brings the settings of the others up to date. Never removes anything. */
final class KafkaTopics {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** The services that have dead letters. */
    private static final List<String> SERVICES =
            List.of("ingress", "rbl", "address", "greylist", "content", "antispam", "av", "delivery");

    private KafkaTopics() {}

    static List<TopicSpec> all() {
        return Stream.concat(TopicSpec.all().stream(), SERVICES.stream().map(TopicSpec::dead))
                .toList();
    }

    /**
     * The settings of a topic where there is but one broker. What others get from a second replica a durable topic here
     * gets from the disk: it is flushed before a record is acknowledged.
     */
    static Map<String, String> settings(TopicSpec topic) {
        Map<String, String> settings = new HashMap<>(topic.config());
        if (topic.durable()) {
            settings.put("flush.messages", "1");
        }
        return settings;
    }

    static void ensure(String bootstrap) {
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap))) {
            Set<String> present = get(admin.listTopics().names());
            get(admin.createTopics(all().stream()
                            .filter(topic -> !present.contains(topic.name()))
                            .map(topic ->
                                    new NewTopic(topic.name(), topic.partitions(), (short) 1).configs(settings(topic)))
                            .toList())
                    .all());
            align(
                    admin,
                    all().stream()
                            .filter(topic -> present.contains(topic.name()))
                            .toList());
        }
    }

    private static void align(Admin admin, List<TopicSpec> topics) {
        Map<ConfigResource, Config> present = get(
                admin.describeConfigs(topics.stream().map(KafkaTopics::resource).toList())
                        .all());
        Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
        for (TopicSpec topic : topics) {
            Config config = present.getOrDefault(resource(topic), new Config(List.of()));
            List<AlterConfigOp> differing = new ArrayList<>();
            settings(topic).forEach((key, value) -> {
                ConfigEntry entry = config.get(key);
                if (entry == null || !value.equals(entry.value())) {
                    differing.add(new AlterConfigOp(new ConfigEntry(key, value), AlterConfigOp.OpType.SET));
                }
            });
            if (!differing.isEmpty()) {
                changes.put(resource(topic), differing);
            }
        }
        get(admin.incrementalAlterConfigs(changes).all());
    }

    private static ConfigResource resource(TopicSpec topic) {
        return new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
    }

    private static <T> T get(KafkaFuture<T> answer) {
        try {
            return answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new StackFailed("kafka did not take the topics: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackFailed("interrupted while topics were created", e);
        }
    }
}
