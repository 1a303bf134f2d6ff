package io.postern.system.images;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import io.postern.system.gateway.FreePorts;
import io.postern.system.gateway.Gateway;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The stack of {@code deploy/compose}, furnished by its {@code init}, with ports, names and volumes of its own. What a test
 * needs otherwise it writes where an operator would: into the services' files of settings.
 */
final class ComposeStack implements AutoCloseable {

    static final List<String> SERVICES = List.of(
            "ingress-smtp",
            "rbl-service",
            "address-service",
            "greylist-service",
            "content-service",
            "antispam-service",
            "av-service",
            "delivery-service");

    private static final Duration START = Duration.ofMinutes(4);
    private static final Duration SHORT = Duration.ofMinutes(1);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final String PROJECT = "COMPOSE_PROJECT_NAME";
    private static final String SERVICE = "com.docker.compose.service";
    private static final Path DEPLOY = Gateway.checkout().resolve("deploy/compose");

    private final Path home;
    private final Map<String, String> environment = new HashMap<>();
    private final Command command;
    private final List<String> compose;

    private ComposeStack(Path home, Outside outside) {
        this.home = home;
        environment.put(PROJECT, "posterntest" + UUID.randomUUID().toString().substring(0, 8));
        environment.put("POSTERN_HOME", home.toString());
        for (String port : List.of("SMTP", "SUBMISSION", "SUBMISSIONS", "DELIVERY", "GREYLIST", "ANTISPAM")) {
            environment.put("POSTERN_" + port + "_PORT", Integer.toString(FreePorts.one()));
        }
        environment.put("POSTERN_TRACES_OFF", "false");
        environment.put("POSTERN_OTLP_ENDPOINT", outside.spans().endpoint());
        this.command = new Command(environment);
        List<String> words = new ArrayList<>(
                command.succeeds(SHORT, List.of("docker", "compose", "version"))
                        ? List.of("docker", "compose")
                        : List.of("docker-compose"));
        words.addAll(List.of("-f", DEPLOY.resolve("compose.yaml").toString()));
        this.compose = List.copyOf(words);
    }

    /** Whether there is an engine. */
    static boolean possible() {
        return new Command(Map.of()).succeeds(SHORT, List.of("docker", "info"));
    }

    /** Starts it; returns when all parts are well. Whatever was started is removed again if one is not. */
    static ComposeStack start(Outside outside) throws IOException {
        Path folder = Files.createDirectories(Path.of("target", "stacks")).toAbsolutePath();
        ComposeStack stack = new ComposeStack(Files.createTempDirectory(folder, "compose"), outside);
        try {
            stack.furnish(outside.resolver());
            stack.compose(START, "up", "-d", "--no-build");
            stack.awaitWell();
            return stack;
        } catch (RuntimeException | IOException | AssertionError e) {
            stack.close();
            throw e;
        }
    }

    private void furnish(String resolver) throws IOException {
        command.run(SHORT, List.of(DEPLOY.resolve("init").toString()));
        String anybody = "10.0.0.0/8,172.16.0.0/12,192.168.0.0/16";
        settings(
                "ingress-smtp",
                "postern.ingress.networks.xclient=" + anybody,
                "postern.ingress.defence.trusted=" + anybody + ",127.0.0.0/8",
                "postern.ingress.mx.greeting-delay=0S");
        for (String asking : List.of("rbl-service", "address-service", "greylist-service")) {
            settings(asking, "postern.dns.servers=" + resolver);
        }
        settings("greylist-service", "postern.greylist.delay=1s");
    }

    private void settings(String service, String... lines) throws IOException {
        Files.write(home.resolve("config").resolve(service + ".properties"), List.of(lines), StandardOpenOption.APPEND);
    }

    void awaitWell() {
        await("all services are healthy")
                .atMost(START)
                .pollInterval(POLL)
                .until(() -> containers("--filter", "health=healthy", "--format", "{{.Label \"" + SERVICE + "\"}}")
                        .containsAll(SERVICES));
    }

    /** What the engine knows of the container of a service. */
    String inspect(String service, String format) {
        return command.run(SHORT, List.of("docker", "inspect", "-f", format, container(service)))
                .strip();
    }

    private String container(String service) {
        return containers("--all", "--quiet", "--filter", "label=" + SERVICE + "=" + service)
                .getFirst();
    }

    private List<String> containers(String... words) {
        List<String> all = new ArrayList<>(
                List.of("docker", "ps", "--filter", "label=com.docker.compose.project=" + environment.get(PROJECT)));
        all.addAll(List.of(words));
        return command.run(SHORT, all).lines().toList();
    }

    String compose(String... words) {
        return compose(SHORT, words);
    }

    private String compose(Duration deadline, String... words) {
        List<String> all = new ArrayList<>(compose);
        all.addAll(List.of(words));
        return command.run(deadline, all);
    }

    /** Where on this machine's loopback a service is, by the name of its variable: {@code SMTP}, {@code DELIVERY}. */
    int port(String name) {
        return Integer.parseInt(environment.get("POSTERN_" + name + "_PORT"));
    }

    /** What {@code init} has made up. */
    Path secretFile(String file) {
        return home.resolve("secrets").resolve(file);
    }

    String secret(String file) throws IOException {
        return Files.readString(secretFile(file), UTF_8).strip();
    }

    /** A copy of all mailboxes as they are now. */
    Path mail() throws IOException {
        Path copy = Files.createTempDirectory(home, "mail");
        command.run(
                SHORT,
                List.of("docker", "cp", container("delivery-service") + ":/var/mail/postern/.", copy.toString()));
        return copy;
    }

    /** Removes containers, networks and volumes; the log of all stays. */
    @Override
    public void close() throws IOException {
        try {
            Files.writeString(home.resolve("log"), compose(SHORT, "logs", "--no-color"));
        } finally {
            compose(START, "down", "--volumes", "--timeout", "20");
        }
    }
}
