package io.postern.system.images;

import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.testcontainers.containers.ComposeContainer;
import org.testcontainers.containers.DockerComposeContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.lifecycle.Startable;

/**
 * A stack as Testcontainers drives it with the client of this machine. There are two of them, which do not name containers
 * alike: the plugin, {@code docker compose}, and the program of former days, {@code docker-compose}.
 */
final class Compose {

    private static final Duration QUESTION = Duration.ofSeconds(20);

    private Compose() {}

    /**
     * Not started yet. Images are taken as they are; the start waits until all that are named are healthy.
     *
     * @param project begins the names of the containers
     * @param environment for the places in the file that are left open
     */
    static Startable of(
            String project, Path file, Map<String, String> environment, List<String> awaited, Duration patience) {
        boolean plugin = new Command(Map.of()).succeeds(QUESTION, List.of("docker", "compose", "version"));
        return plugin
                ? plugin(project, file.toFile(), environment, awaited, patience)
                : program(project, file.toFile(), environment, awaited, patience);
    }

    private static Startable plugin(
            String project, File file, Map<String, String> environment, List<String> awaited, Duration patience) {
        ComposeContainer stack = new ComposeContainer(project, file)
                .withEnv(environment)
                .withPull(false)
                .withStartupTimeout(patience);
        awaited.forEach(
                service -> stack.waitingFor(service, Wait.forHealthcheck().withStartupTimeout(patience)));
        return stack;
    }

    @SuppressWarnings("deprecation") // as long as Debian has no other
    private static Startable program(
            String project, File file, Map<String, String> environment, List<String> awaited, Duration patience) {
        DockerComposeContainer<?> stack = new DockerComposeContainer<>(project, file)
                .withEnv(environment)
                .withPull(false)
                .withStartupTimeout(patience);
        awaited.forEach(
                service -> stack.waitingFor(service, Wait.forHealthcheck().withStartupTimeout(patience)));
        return stack;
    }
}
