package io.postern.system.walk;

import io.postern.system.gateway.FreePorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** A check in a folder of its own: built by Maven, run as a process. */
public final class SampleCheck implements AutoCloseable {

    private static final Path JAVA_HOME = Path.of(System.getProperty("java.home"));
    private static final long BUILD_SECONDS = 240;
    private static final long STOP_SECONDS = 20;

    private final Process process;

    private SampleCheck(Process process) {
        this.process = process;
    }

    /** Has the folder packaged as the page says, its tests among it. */
    public static void build(Path folder) throws IOException, InterruptedException {
        Path pom = folder.resolve("pom.xml").toAbsolutePath();
        List<String> command = new ArrayList<>(
                List.of(maven(), "--batch-mode", "--no-transfer-progress", "-f", pom.toString(), "package"));
        // The repository to which the reactor before us has installed contract and kit.
        Optional.ofNullable(System.getProperty("localRepository"))
                .ifPresent(repository -> command.add("-Dmaven.repo.local=" + repository));
        ProcessBuilder maven = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("build.log").toFile());
        maven.environment().put("JAVA_HOME", JAVA_HOME.toString());
        Process build = maven.start();
        if (!build.waitFor(BUILD_SECONDS, TimeUnit.SECONDS)) {
            build.destroyForcibly();
        }
        if (build.waitFor() != 0) {
            throw new AssertionError("the build failed:\n" + Files.readString(folder.resolve("build.log")));
        }
    }

    /** Starts what was built. */
    public static SampleCheck start(Path folder, String kafka) throws IOException {
        return new SampleCheck(new ProcessBuilder(
                        JAVA_HOME.resolve("bin/java").toString(),
                        "-Xmx128m",
                        "-Dkafka.bootstrap.servers=" + kafka,
                        "-Dquarkus.http.port=" + FreePorts.one(),
                        "-jar",
                        "target/quarkus-app/quarkus-run.jar")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("run.log").toFile())
                .start());
    }

    private static String maven() {
        return Optional.ofNullable(System.getProperty("maven.home"))
                .or(() -> Optional.ofNullable(System.getenv("MAVEN_HOME")))
                .map(home -> Path.of(home, "bin", "mvn").toString())
                .orElse("mvn");
    }

    public boolean alive() {
        return process.isAlive();
    }

    /** Stops it in order. */
    @Override
    public void close() {
        process.destroy();
        try {
            process.onExit().orTimeout(STOP_SECONDS, TimeUnit.SECONDS).join();
        } catch (CompletionException e) {
            process.destroyForcibly();
        }
    }
}
