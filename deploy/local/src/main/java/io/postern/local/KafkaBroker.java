package io.postern.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.Uuid;

/** The one broker of a stack, which is its own controller. */
record KafkaBroker(StackOptions options) implements Program {

    static final String NAME = "kafka";

    private static final int HEAP = 256;
    private static final int FORMATTING_HEAP = 64;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Port> ports() {
        return List.of(Port.KAFKA, Port.KAFKA_CONTROLLER);
    }

    @Override
    public void prepare() {
        if (!Files.isDirectory(jars())) {
            throw new StackFailed("kafka is not built: " + jars() + " is missing");
        }
        try {
            Files.createDirectories(options.folder().kafka());
            Files.writeString(settings(), settingsText(), UTF_8);
            Files.writeString(logging(), LOGGING, UTF_8);
            if (!Files.exists(options.folder().kafka().resolve("meta.properties"))) {
                format();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void format() throws IOException {
        List<String> command = java(FORMATTING_HEAP, "kafka.tools.StorageTool");
        command.addAll(List.of("format", "--cluster-id", Uuid.randomUuid().toString()));
        command.addAll(List.of("--config", settings().toString(), "--ignore-formatted"));
        LogFile log = options.folder().log(NAME);
        if (Tool.run(command, "", log) != 0) {
            throw StackFailed.of(NAME, "could not format its storage", log);
        }
    }

    @Override
    public List<String> command() {
        List<String> command = java(HEAP, "kafka.Kafka");
        command.add(settings().toString());
        return command;
    }

    private List<String> java(int heap, String main) {
        List<String> command = Jvm.command(heap, jars().resolveSibling(main + ".jsa"));
        command.add("-Dlog4j2.configurationFile=" + logging().toUri());
        command.addAll(List.of("-cp", jars() + "/*", main));
        return command;
    }

    @Override
    public Map<String, String> environment() {
        return Jvm.ENVIRONMENT;
    }

    @Override
    public boolean ready() {
        return Probe.kafka(options.port(Port.KAFKA));
    }

    private Path jars() {
        return options.checkout().resolve("deploy/broker/target/kafka");
    }

    private Path settings() {
        return options.folder().run().resolve("kafka.properties");
    }

    private Path logging() {
        return options.folder().run().resolve("kafka-log4j2.properties");
    }

    private String settingsText() {
        return """
            process.roles=broker,controller
            node.id=1
            controller.quorum.voters=1@%2$s
            listeners=BROKER://%1$s,CONTROLLER://%2$s
            advertised.listeners=BROKER://%1$s
            listener.security.protocol.map=BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT
            inter.broker.listener.name=BROKER
            controller.listener.names=CONTROLLER
            log.dirs=%3$s
            auto.create.topics.enable=false
            # Kafka's own topics, for one broker.
            offsets.topic.replication.factor=1
            offsets.topic.num.partitions=8
            transaction.state.log.replication.factor=1
            transaction.state.log.min.isr=1
            transaction.state.log.num.partitions=8
            share.coordinator.state.topic.replication.factor=1
            share.coordinator.state.topic.min.isr=1
            group.initial.rebalance.delay.ms=0
            # Sized for a small heap: the cleaner alone takes 128 MB by default.
            log.cleaner.dedupe.buffer.size=4194304
            num.network.threads=2
            num.io.threads=4
            background.threads=4
            """.formatted(
                        options.address(Port.KAFKA),
                        options.address(Port.KAFKA_CONTROLLER),
                        options.folder().kafka().toString().replace("\\", "\\\\"));
    }

    private static final String LOGGING = """
            shutdownHook = disable
            appender.console.type = Console
            appender.console.name = console
            appender.console.layout.type = PatternLayout
            appender.console.layout.pattern = %d{ISO8601} %-5p %c{1} %m%n
            rootLogger.level = WARN
            rootLogger.appenderRef.console.ref = console
            logger.server.name = kafka.server.KafkaRaftServer
            logger.server.level = INFO
            """;
}
