package io.postern.system.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.common.Uuid;

/** A broker that asks everybody who he is, and lets nobody do what he has no right to. It notes whom it turned away. */
public final class GuardedBroker implements AutoCloseable {

    /** May do everything. */
    public static final String ADMIN = "admin";

    private static final String STORAGE = "kafka.tools.StorageTool";

    private static final String LOGGING = """
            appender.console.type = Console
            appender.console.name = console
            appender.console.layout.type = PatternLayout
            appender.console.layout.pattern = %m%n
            rootLogger.level = WARN
            rootLogger.appenderRef.console.ref = console
            logger.guard.name = kafka.authorizer.logger
            logger.guard.level = INFO
            """;

    private final int port;
    private final Path log;
    private final Process process;

    private GuardedBroker(int port, Path log, Process process) {
        this.port = port;
        this.log = log;
        this.process = process;
    }

    /** Starts one for users whose passwords are their names. */
    public static GuardedBroker start(Path folder, Collection<String> users) throws IOException, InterruptedException {
        int port = FreePorts.one();
        String login = login(ADMIN).replace(";", " user_admin=\"admin\" ")
                + users.stream().map("user_%1$s=\"%1$s\""::formatted).collect(Collectors.joining(" "))
                + ";";
        Path settings = folder.resolve("kafka.properties");
        Files.writeString(settings, settings(port, login, folder.resolve("kafka")), UTF_8);
        Files.writeString(folder.resolve("log4j2.properties"), LOGGING, UTF_8);
        Path log = folder.resolve("kafka.log");
        String id = Uuid.randomUuid().toString();
        Process format = run(folder, log, STORAGE, "format", "--cluster-id", id, "--config", settings.toString());
        if (format.waitFor() != 0) {
            throw new IOException("Kafka's storage was not formatted: " + Files.readString(log, UTF_8));
        }
        return new GuardedBroker(port, log, run(folder, log, "kafka.Kafka", settings.toString()));
    }

    private static String settings(int port, String login, Path logs) {
        return """
            process.roles=broker,controller
            node.id=1
            controller.quorum.voters=1@127.0.0.1:%2$d
            listeners=BROKER://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
            advertised.listeners=BROKER://127.0.0.1:%1$d
            listener.security.protocol.map=BROKER:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT
            inter.broker.listener.name=BROKER
            controller.listener.names=CONTROLLER
            sasl.enabled.mechanisms=PLAIN
            sasl.mechanism.inter.broker.protocol=PLAIN
            listener.name.broker.plain.sasl.jaas.config=%3$s
            authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
            super.users=User:admin;User:ANONYMOUS
            log.dirs=%4$s
            auto.create.topics.enable=false
            offsets.topic.replication.factor=1
            offsets.topic.num.partitions=8
            transaction.state.log.replication.factor=1
            transaction.state.log.min.isr=1
            share.coordinator.state.topic.replication.factor=1
            share.coordinator.state.topic.min.isr=1
            group.initial.rebalance.delay.ms=0
            log.cleaner.dedupe.buffer.size=4194304
            """.formatted(port, FreePorts.one(), login, logs);
    }

    private static Process run(Path folder, Path log, String... main) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx300m",
                "-XX:+UseSerialGC",
                "-Dlog4j2.configurationFile="
                        + folder.resolve("log4j2.properties").toUri(),
                "-cp",
                Gateway.checkout().resolve("deploy/broker/target/kafka") + "/*"));
        command.addAll(List.of(main));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    /** How a client of this user reaches it. */
    public Map<String, String> connection(String user) {
        return Map.of(
                "bootstrap.servers",
                "127.0.0.1:" + port,
                "security.protocol",
                "SASL_PLAINTEXT",
                "sasl.mechanism",
                "PLAIN",
                "sasl.jaas.config",
                login(user));
    }

    private static String login(String user) {
        return "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"%1$s\" password=\"%1$s\";"
                .formatted(user);
    }

    /** What somebody wanted to do and may not. */
    public List<String> turnedAway() throws IOException {
        return Files.readAllLines(log, UTF_8).stream()
                .filter(line -> line.contains(" is Denied"))
                .toList();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
