package io.postern.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.postern.contract.Publisher;
import io.postern.contract.TopicSpec;
import io.postern.contract.Topics;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The parts that are not ours, for real, in one folder. What the services make of them is for the system tests. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LocalStackTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private StackOptions options;
    private LocalStack stack;

    @BeforeAll
    void start(@TempDir Path data) {
        options = StackOptions.of(Path.of("../.."), data)
                .withPortOffset(FreeOffset.find())
                .withParts(List.of(KafkaBroker.NAME, PostgresServer.NAME));
        stack = LocalStack.start(options);
    }

    @AfterAll
    void stop() {
        stack.close();
    }

    @Test
    void everyTopicIsAsTheContractSays() throws Exception {
        try (Admin admin = admin()) {
            for (TopicSpec topic : KafkaTopics.all()) {
                assertThat(partitions(admin, topic.name())).hasSize(topic.partitions());
                topic.config()
                        .forEach((key, value) ->
                                assertThat(setting(admin, topic.name(), key)).isEqualTo(value));
            }
        }
    }

    @Test
    void topicsWithAPromiseAreFlushedBeforeTheAcknowledgement() {
        try (Admin admin = admin()) {
            assertThat(setting(admin, Topics.CONTENT, "flush.messages")).isEqualTo("1");
            assertThat(setting(admin, Topics.APPROVED, "flush.messages")).isEqualTo("1");
            assertThat(setting(admin, Topics.VERDICTS, "flush.messages")).isNotEqualTo("1");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {KafkaBroker.NAME, PostgresServer.NAME})
    void killedPartComesBack(String name) throws InterruptedException {
        Part part = stack.part(name);
        long before = part.pid();
        part.kill();
        Until.isTrue("another process", () -> part.pid() != before);
        part.awaitReady(PATIENCE);
    }

    @Test
    void stoppedPartStaysDownUntilItIsStarted() {
        Part postgres = stack.part(PostgresServer.NAME);
        postgres.stop();
        assertThat(postgres.ready()).isFalse();
        assertThat(postgres.pid()).isEqualTo(-1);
        postgres.start();
        postgres.awaitReady(PATIENCE);
    }

    @Test
    void suspendedPartIsNotReadyUntilItIsResumed() {
        Part postgres = stack.part(PostgresServer.NAME);
        postgres.suspend();
        assertThat(postgres.ready()).isFalse();
        postgres.resume();
        postgres.awaitReady(PATIENCE);
    }

    @Test
    void secondStackInTheSameFolderIsRefused() {
        assertThatThrownBy(() -> LocalStack.start(options))
                .isInstanceOf(StackFailed.class)
                .hasMessageContaining("already runs with " + options.data());
        assertThat(stack.part(KafkaBroker.NAME).ready()).isTrue();
    }

    @Test
    void takenPortIsNamedWithItsOwner(@TempDir Path other) throws IOException {
        StackOptions elsewhere = StackOptions.of(options.checkout(), other)
                .withPortOffset(FreeOffset.find())
                .withParts(List.of(PostgresServer.NAME));
        try (ServerSocket taken = new ServerSocket(elsewhere.port(Port.POSTGRES))) {
            assertThatThrownBy(() -> LocalStack.start(elsewhere))
                    .isInstanceOf(StackFailed.class)
                    .hasMessageContaining("port " + taken.getLocalPort() + " (postgres of postgres) is taken");
        }
    }

    @Test
    void stateSurvivesCloseAndStart() throws Exception {
        long before = records(Topics.DECISIONS);
        try (Publisher publisher = Publisher.open(Map.of("bootstrap.servers", options.address(Port.KAFKA)))) {
            publisher
                    .send(new ProducerRecord<>(Topics.DECISIONS, "k", "v".getBytes(UTF_8)))
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
        String password = PostgresServer.readPassword(options);
        try (Admin admin = admin()) {
            alter(admin, Topics.CONTENT, "flush.messages", "1000");
        }
        stack.close();
        stack = LocalStack.start(options);
        assertThat(records(Topics.DECISIONS)).isEqualTo(before + 1);
        assertThat(PostgresServer.readPassword(options)).isEqualTo(password);
        try (Admin admin = admin()) {
            assertThat(setting(admin, Topics.CONTENT, "flush.messages")).isEqualTo("1");
        }
    }

    @Test
    void whatAKilledSupervisorLeftBehindIsEndedByTheNextStart() throws Exception {
        stack.close();
        Process supervisor = StackProcess.start(options);
        Until.isTrue(
                "ready",
                () -> RunningStack.find(options.folder())
                        .filter(RunningStack::ready)
                        .isPresent());
        List<KnownProcess> orphans = Stream.of(KafkaBroker.NAME, PostgresServer.NAME)
                .map(options.folder()::process)
                .map(KnownProcess::read)
                .flatMap(Optional::stream)
                .toList();
        supervisor.destroyForcibly().waitFor();
        assertThat(orphans).hasSize(2).allMatch(KnownProcess::alive);

        stack = LocalStack.start(options);
        assertThat(orphans).noneMatch(KnownProcess::alive);
    }

    private Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", options.address(Port.KAFKA)));
    }

    private long records(String topic) {
        try (Admin admin = admin()) {
            Map<TopicPartition, OffsetSpec> ends = partitions(admin, topic).stream()
                    .collect(Collectors.toMap(
                            partition -> new TopicPartition(topic, partition.partition()),
                            partition -> OffsetSpec.latest()));
            return get(admin.listOffsets(ends).all()).values().stream()
                    .mapToLong(end -> end.offset())
                    .sum();
        }
    }

    private static List<TopicPartitionInfo> partitions(Admin admin, String topic) {
        return get(admin.describeTopics(List.of(topic))
                        .topicNameValues()
                        .values()
                        .iterator()
                        .next())
                .partitions();
    }

    private static String setting(Admin admin, String topic, String key) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        return get(admin.describeConfigs(List.of(resource))
                        .values()
                        .values()
                        .iterator()
                        .next())
                .get(key)
                .value();
    }

    private static void alter(Admin admin, String topic, String key, String value) {
        AlterConfigOp change = new AlterConfigOp(new ConfigEntry(key, value), AlterConfigOp.OpType.SET);
        get(admin.incrementalAlterConfigs(Map.of(new ConfigResource(ConfigResource.Type.TOPIC, topic), List.of(change)))
                .all());
    }

    private static <T> T get(KafkaFuture<T> answer) {
        try {
            return answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("the broker did not answer", e);
        }
    }
}
