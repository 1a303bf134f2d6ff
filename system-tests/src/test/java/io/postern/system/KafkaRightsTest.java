package io.postern.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.postern.contract.TopicSpec;
import io.postern.contract.Topics;
import io.postern.local.LocalStack;
import io.postern.local.StackOptions;
import io.postern.system.gateway.FreePorts;
import io.postern.system.gateway.Gateway;
import io.postern.system.gateway.GuardedBroker;
import io.postern.system.gateway.SpanReceiver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * With the rights that the chart gives, and no others, every service does its work. A stack of its own, so by
 * {@code -Dpostern.test.rights} only.
 */
@Order(95)
@EnabledIfSystemProperty(named = "postern.test.rights", matches = ".*")
class KafkaRightsTest {

    /** What the chart renders, a line a right: {@code RightsTest} there sees to that. */
    private static final Path RIGHTS =
            Gateway.checkout().resolve("deploy/helm/src/test/resources/io/postern/helm/rights.txt");

    private static final Map<String, String> SERVICES = Map.of(
            "ingress", "ingress-smtp",
            "delivery", "delivery-service",
            "rbl", "rbl-service",
            "address", "address-service",
            "greylist", "greylist-service",
            "content", "content-service",
            "antispam", "antispam-service",
            "av", "av-service");

    private record Right(String user, String type, String pattern, String name, List<String> operations) {

        static Right of(String line) {
            String[] words = line.split(" ", -1);
            return new Right(words[0], words[1], words[2], words[3], List.of(words[4].split(",", -1)));
        }

        Stream<AclBinding> bindings() {
            ResourcePattern what = new ResourcePattern(
                    ResourceType.fromString(type),
                    name,
                    pattern.equals("prefix") ? PatternType.PREFIXED : PatternType.LITERAL);
            return operations.stream()
                    .map(operation -> new AclBinding(
                            what,
                            new AccessControlEntry(
                                    "User:" + user, "*", AclOperation.fromString(operation), AclPermissionType.ALLOW)));
        }
    }

    @Test
    void everyServiceDoesItsWorkWithTheRightsOfTheChart(@TempDir Path folder) throws Exception {
        List<Right> rights = Files.readAllLines(RIGHTS).stream().map(Right::of).toList();
        try (SpanReceiver spans = new SpanReceiver();
                GuardedBroker broker = GuardedBroker.start(folder, SERVICES.keySet())) {
            furnish(broker, rights);
            Path data = folder.resolve("stack");
            StackOptions options = StackOptions.of(Gateway.checkout(), data)
                    .withPortOffset(FreePorts.offset())
                    .withOtlpEndpoint(spans.endpoint())
                    .withoutPart("kafka");
            for (Map.Entry<String, String> service : SERVICES.entrySet()) {
                // Then the traces that are kept are those of which the services tell one another.
                options = options.withSetting(service.getValue(), "postern.trace.ratio", "0");
                for (Map.Entry<String, String> setting :
                        broker.connection(service.getKey()).entrySet()) {
                    options = options.withSetting(service.getValue(), "kafka." + setting.getKey(), setting.getValue());
                }
            }
            try (LocalStack stack = LocalStack.start(options)) {
                assertThat(demo(stack.data())).as("exit of the demo").isZero();
                await("what another service told of is kept")
                        .atMost(Gateway.PATIENCE)
                        .until(() -> !spans.with("postern.outcome", "PASS").isEmpty());
            }
            assertThat(broker.turnedAway()).isEmpty();
            whoMayNotIsTurnedAway(broker);
        }
    }

    private static void furnish(GuardedBroker broker, List<Right> rights) throws Exception {
        try (Admin admin = Admin.create(Map.<String, Object>copyOf(broker.connection(GuardedBroker.ADMIN)))) {
            Stream<TopicSpec> topics = Stream.concat(
                    TopicSpec.all().stream(), SERVICES.keySet().stream().map(TopicSpec::dead));
            admin.createTopics(topics.map(topic ->
                                    new NewTopic(topic.name(), topic.partitions(), (short) 1).configs(topic.config()))
                            .toList())
                    .all()
                    .get(60, TimeUnit.SECONDS);
            admin.createAcls(rights.stream().flatMap(Right::bindings).collect(Collectors.toSet()))
                    .all()
                    .get(60, TimeUnit.SECONDS);
        }
    }

    /** The demo goes through all that mail can meet, and fails if a reply is another than it should be. */
    private static int demo(Path data) throws IOException, InterruptedException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.postern.local.Main",
                        "demo",
                        "--data",
                        data.toString())
                .inheritIO()
                .start()
                .waitFor();
    }

    /** That nobody was turned away says something only if the broker does turn away. */
    private static void whoMayNotIsTurnedAway(GuardedBroker broker) throws IOException {
        try (KafkaProducer<String, String> check = new KafkaProducer<>(
                Map.<String, Object>copyOf(broker.connection("rbl")), new StringSerializer(), new StringSerializer())) {
            assertThatThrownBy(() -> check.send(new ProducerRecord<>(Topics.APPROVED, "{}"))
                            .get(60, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(TopicAuthorizationException.class);
        }
        assertThat(broker.turnedAway()).anySatisfy(line -> assertThat(line).contains("User:rbl", Topics.APPROVED));
    }
}
