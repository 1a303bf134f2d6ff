package io.postern.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.postern.contract.Publisher;
import io.postern.contract.TopicSpec;
import io.postern.contract.Topics;
import io.postern.topics.KafkaTopics;
import io.postern.topics.Replication;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
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
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

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
                .withParts(List.of(KafkaBroker.NAME, PostgresServer.NAME, DnsServer.NAME));
        stack = LocalStack.start(options);
    }

    @AfterAll
    void stop() {
        stack.close();
    }

    @Test
    void everyTopicIsAsTheContractSays() throws Exception {
        try (Admin admin = admin()) {
            for (TopicSpec topic : new KafkaTopics(Replication.single()).all()) {
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
    @ValueSource(strings = {KafkaBroker.NAME, PostgresServer.NAME, DnsServer.NAME})
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

    @ParameterizedTest
    @ValueSource(strings = {PostgresServer.NAME, DnsServer.NAME})
    void suspendedPartIsNotReadyUntilItIsResumed(String name) throws InterruptedException {
        Part part = stack.part(name);
        part.suspend();
        Until.isTrue("the signal has reached all of its threads", () -> !part.ready());
        part.resume();
        part.awaitReady(PATIENCE);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void sampleZonesAreServed(boolean tcp) throws IOException {
        SimpleResolver resolver =
                new SimpleResolver(new InetSocketAddress(InetAddress.getLoopbackAddress(), stack.port(Port.DNS)));
        resolver.setTCP(tcp);
        Name listed = Name.fromString("2.0.0.127.dnsbl.test.");
        Message answer = resolver.send(Message.newQuery(Record.newRecord(listed, Type.A, DClass.IN)));
        assertThat(answer.getSection(Section.ANSWER))
                .extracting(Record::rdataToString)
                .containsExactly("127.0.0.2");
    }

    @Test
    void badZoneRefusesTheStartAndIsNamed(@TempDir Path other) throws IOException {
        Path zone = other.resolve("config/dns/bad.test.zone");
        Files.createDirectories(zone.getParent());
        Files.writeString(zone, "rubbish\n");
        StackOptions elsewhere = StackOptions.of(options.checkout(), other)
                .withPortOffset(FreeOffset.find())
                .withParts(List.of(DnsServer.NAME));
        assertThatThrownBy(() -> LocalStack.start(elsewhere))
                .isInstanceOf(StackFailed.class)
                .hasMessageContaining("dns ends before it is ready")
                .hasMessageContaining("zone refused, nothing is served: " + zone);
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
    void takenDatagramPortIsNamedToo(@TempDir Path other) throws IOException {
        StackOptions elsewhere = StackOptions.of(options.checkout(), other)
                .withPortOffset(FreeOffset.find())
                .withParts(List.of(DnsServer.NAME));
        try (DatagramSocket taken = new DatagramSocket(elsewhere.port(Port.DNS))) {
            assertThatThrownBy(() -> LocalStack.start(elsewhere))
                    .isInstanceOf(StackFailed.class)
                    .hasMessageContaining("port " + taken.getLocalPort() + " (dns of dns) is taken");
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
            Until.isTrue(
                    "the broker has the setting of the list of topics again",
                    () -> setting(admin, Topics.CONTENT, "flush.messages").equals("1"));
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
