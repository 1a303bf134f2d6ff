package io.postern.topics;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the job is told by its environment.
 *
 * @param connection to Kafka, named as Kafka's clients do
 * @param checks of the operator's own
 */
record JobSettings(Map<String, String> connection, Replication replication, List<String> checks) {

    private static final String BOOTSTRAP = "bootstrap.servers";
    private static final String CLIENT = "KAFKA_";
    private static final String REPLICAS = "POSTERN_TOPICS_REPLICAS";
    private static final String IN_SYNC = "POSTERN_TOPICS_IN_SYNC";
    private static final String CHECKS = "POSTERN_TOPICS_CHECKS";
    private static final String SECRETS = "SMALLRYE_CONFIG_SOURCE_FILE_LOCATIONS";

    /** What the services call a dead-letter topic's owner: as {@code postern.check.name}. */
    private static final String CHECK = "[a-z][a-z0-9-]*";

    JobSettings {
        connection = Map.copyOf(connection);
        checks = List.copyOf(checks);
    }

    /**
     * Reads it. As with the services, {@code KAFKA_SECURITY_PROTOCOL} is Kafka's {@code security.protocol}, and so is a
     * file {@code kafka.security.protocol} in the folder of secrets.
     *
     * @throws IllegalArgumentException naming the variable that is wrong
     */
    static JobSettings of(Map<String, String> environment) {
        Map<String, String> connection = secrets(environment.get(SECRETS));
        environment.forEach((name, value) -> {
            if (name.startsWith(CLIENT)) {
                connection.put(
                        name.substring(CLIENT.length()).toLowerCase(Locale.ROOT).replace('_', '.'), value);
            }
        });
        if (!connection.containsKey(BOOTSTRAP)) {
            throw new IllegalArgumentException("KAFKA_BOOTSTRAP_SERVERS: where is Kafka? For example kafka:9092");
        }
        return new JobSettings(connection, replication(environment), checks(environment.getOrDefault(CHECKS, "")));
    }

    private static Replication replication(Map<String, String> environment) {
        Replication usual = Replication.of(number(environment, REPLICAS, Replication.REPLICAS));
        int inSync = number(environment, IN_SYNC, usual.inSync());
        try {
            return new Replication(usual.replicas(), inSync);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(IN_SYNC + ": " + e.getMessage(), e);
        }
    }

    private static int number(Map<String, String> environment, String name, int otherwise) {
        String value = environment.getOrDefault(name, "");
        if (value.isBlank()) {
            return otherwise;
        }
        if (!value.strip().matches("[1-9]\\d{0,2}")) {
            throw new IllegalArgumentException(name + ": not a number from 1 to 999: " + value);
        }
        return Integer.parseInt(value.strip());
    }

    private static List<String> checks(String value) {
        List<String> checks = Arrays.stream(value.split(","))
                .map(String::strip)
                .filter(check -> !check.isEmpty())
                .toList();
        checks.stream().filter(check -> !check.matches(CHECK)).findFirst().ifPresent(check -> {
            throw new IllegalArgumentException(CHECKS + ": not the name of a check: " + check);
        });
        return checks;
    }

    private static Map<String, String> secrets(@org.jspecify.annotations.Nullable String folder) {
        Map<String, String> secrets = new HashMap<>();
        if (folder == null || !Files.isDirectory(Path.of(folder))) {
            return secrets;
        }
        String prefix = CLIENT.toLowerCase(Locale.ROOT).replace('_', '.');
        try (Stream<Path> files = Files.list(Path.of(folder))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = file.getFileName().toString();
                if (name.startsWith(prefix)) {
                    secrets.put(
                            name.substring(prefix.length()),
                            Files.readString(file, UTF_8).strip());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return secrets;
    }
}
