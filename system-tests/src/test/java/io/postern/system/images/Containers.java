package io.postern.system.images;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.command.WaitContainerResultCallback;
import com.github.dockerjava.api.model.Container;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.utility.LogUtils;

/** The containers of one stack, as the engine has them, by the names of their services. */
final class Containers {

    private static final String SERVICE = "com.docker.compose.service";

    private final DockerClient engine = DockerClientFactory.instance().client();
    private final String project;

    /** @param project begins the names of the containers */
    Containers(String project) {
        this.project = project;
    }

    List<String> services() {
        return all().stream()
                .map(container -> container.getLabels().get(SERVICE))
                .toList();
    }

    InspectContainerResponse inspect(String service) {
        return engine.inspectContainerCmd(id(service)).exec();
    }

    boolean healthy(String service) {
        return "healthy".equals(inspect(service).getState().getHealth().getStatus());
    }

    String log(String service) {
        return LogUtils.getOutput(engine, id(service));
    }

    /** As a power cut does. */
    void kill(String service) {
        engine.killContainerCmd(id(service)).exec();
    }

    void killAll() {
        all().stream()
                .filter(container -> "running".equals(container.getState()))
                .forEach(container -> engine.killContainerCmd(container.getId()).exec());
    }

    /** The same container once more. */
    void start(String service) {
        engine.startContainerCmd(id(service)).exec();
    }

    /** Runs a container once more that has ended. Returns its status. */
    int again(String service, Duration deadline) {
        start(service);
        return engine.waitContainerCmd(id(service))
                .exec(new WaitContainerResultCallback())
                .awaitStatusCode(deadline.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Copies what is in a folder of a container into one of this machine. */
    void copy(String service, String folder, Path to) throws IOException {
        try (InputStream stream = engine.copyArchiveFromContainerCmd(id(service), folder + "/.")
                        .exec();
                TarArchiveInputStream archive = new TarArchiveInputStream(stream, UTF_8.name())) {
            for (TarArchiveEntry entry = archive.getNextEntry(); entry != null; entry = archive.getNextEntry()) {
                unpack(archive, entry, entry.resolveIn(to));
            }
        }
    }

    private static void unpack(InputStream archive, TarArchiveEntry entry, Path to) throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(to);
        } else {
            try (OutputStream file = Files.newOutputStream(to)) {
                archive.transferTo(file);
            }
        }
    }

    private String id(String service) {
        return all().stream()
                .filter(container -> service.equals(container.getLabels().get(SERVICE)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("there is no container of " + service))
                .getId();
    }

    /** Those that have ended too. */
    private List<Container> all() {
        return engine.listContainersCmd().withShowAll(true).exec().stream()
                .filter(container ->
                        Arrays.stream(container.getNames()).anyMatch(name -> name.startsWith("/" + project)))
                .toList();
    }
}
