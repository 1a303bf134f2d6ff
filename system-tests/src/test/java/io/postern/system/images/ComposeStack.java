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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.lifecycle.Startable;

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

    private static final List<String> PORTS =
            List.of("SMTP", "SUBMISSION", "SUBMISSIONS", "DELIVERY", "GREYLIST", "ANTISPAM");

    private static final Duration START = Duration.ofMinutes(4);
    private static final Duration SHORT = Duration.ofMinutes(1);
    private static final Path DEPLOY = Gateway.checkout().resolve("deploy/compose");

    private final Path home;
    private final Map<String, String> environment = new HashMap<>();
    private final Startable stack;
    private final Containers containers;

    private ComposeStack(Path home, Outside outside) {
        this.home = home;
        environment.put("POSTERN_HOME", home.toString());
        List<Integer> ports =
                Stream.generate(FreePorts::one).distinct().limit(PORTS.size()).toList();
        for (int i = 0; i < ports.size(); i++) {
            environment.put(variable(PORTS.get(i)), ports.get(i).toString());
        }
        environment.put("POSTERN_TRACES_OFF", "false");
        environment.put("POSTERN_OTLP_ENDPOINT", outside.spans().endpoint());
        String project = "posterntest" + UUID.randomUUID().toString().substring(0, 8);
        this.stack = Compose.of(project, DEPLOY.resolve("compose.yaml"), environment, SERVICES, START);
        this.containers = new Containers(project);
    }

    /** Whether there is an engine. */
    static boolean possible() {
        return DockerClientFactory.instance().isDockerAvailable();
    }

    /** Starts it; returns when all parts are well. Whatever was started is removed again if one is not. */
    static ComposeStack start(Outside outside) throws IOException {
        Path folder = Files.createDirectories(Path.of("target", "stacks")).toAbsolutePath();
        ComposeStack stack = new ComposeStack(Files.createTempDirectory(folder, "compose"), outside);
        try {
            stack.furnish(outside.resolver());
            stack.stack.start();
            return stack;
        } catch (RuntimeException | IOException | AssertionError e) {
            stack.close();
            throw e;
        }
    }

    private void furnish(String resolver) throws IOException {
        new Command(environment).run(SHORT, List.of(DEPLOY.resolve("init").toString()));
        String anybody = "10.0.0.0/8,172.16.0.0/12,192.168.0.0/16";
        settings(
                "ingress-smtp",
                "postern.ingress.networks.xclient=" + anybody,
                "postern.ingress.defence.trusted=" + anybody + ",127.0.0.0/8",
                "postern.ingress.mx.greeting-delay=0S",
                "postern.ingress.publish-deadline=3S");
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
                .until(() -> SERVICES.stream().allMatch(containers::healthy));
    }

    /** Its parts, each by itself. */
    Containers containers() {
        return containers;
    }

    /** Where on this machine's loopback a service is, by the name of its variable: {@code SMTP}, {@code DELIVERY}. */
    int port(String name) {
        return Integer.parseInt(Objects.requireNonNull(environment.get(variable(name)), name));
    }

    private static String variable(String port) {
        return "POSTERN_" + port + "_PORT";
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
        containers.copy("delivery-service", "/var/mail/postern", copy);
        return copy;
    }

    /** Removes containers, networks and volumes; the log of all stays. Nobody is asked to end in order. */
    @Override
    public void close() throws IOException {
        try {
            for (String service : containers.services()) {
                Files.writeString(home.resolve(service + ".log"), containers.log(service));
            }
            containers.killAll();
        } finally {
            stack.stop();
        }
    }
}
