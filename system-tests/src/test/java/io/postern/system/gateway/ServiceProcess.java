package io.postern.system.gateway;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** One more instance of a packaged service, beside those of the gateway. */
final class ServiceProcess implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration END = Duration.ofSeconds(40);
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    private final String module;
    private final Path folder;
    private final int heap;
    private final Map<String, Object> settings = new TreeMap<>();
    private final Map<String, String> environment;
    private final int http = FreePorts.one();
    private Process process;

    /**
     * Starts it and waits until it is ready.
     *
     * @param folder for its log
     * @param heap in megabytes
     * @param environment its secrets
     */
    ServiceProcess(String module, Path folder, int heap, Map<String, Object> settings, Map<String, String> environment)
            throws IOException {
        this.module = module;
        this.folder = folder;
        this.heap = heap;
        this.settings.putAll(settings);
        this.settings.put("quarkus.http.port", http);
        this.environment = Map.copyOf(environment);
        this.process = launch();
        awaitReady();
    }

    private Process launch() throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap + "m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+ExitOnOutOfMemoryError"));
        settings.forEach((key, value) -> command.add("-D" + key + "=" + value));
        command.add("-jar");
        command.add(Gateway.checkout()
                .resolve(module + "/target/quarkus-app/quarkus-run.jar")
                .toString());
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
        builder.environment().putAll(environment);
        return builder.start();
    }

    void awaitReady() {
        await("an extra " + module + " is ready; its log is " + log())
                .atMost(START)
                .until(this::ready);
    }

    private boolean ready() {
        if (!process.isAlive()) {
            throw new IllegalStateException("the extra " + module + " has ended; its log is " + log());
        }
        try {
            return get("/q/health/ready").statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    HttpResponse<String> get(String path) throws IOException {
        return send(HttpRequest.newBuilder(at(path)));
    }

    HttpResponse<String> get(String path, String authorization) throws IOException {
        return send(HttpRequest.newBuilder(at(path)).header("Authorization", authorization));
    }

    private URI at(String path) {
        return URI.create("http://127.0.0.1:" + http + path);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
        try {
            return HTTP.send(request.timeout(Duration.ofSeconds(10)).build(), HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    Path log() {
        return folder.resolve(module + ".log");
    }

    boolean alive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    /** Asks it to end, and does not wait for it. */
    void terminate() {
        process.destroy();
    }

    /** Ends it at once, without asking. */
    void kill() {
        process.destroyForcibly();
    }

    void awaitEnd() {
        try {
            if (!process.waitFor(END.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("the extra " + module + " does not end; its log is " + log());
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** Starts it again after its end, at the same ports. */
    void startAgain() throws IOException {
        process = launch();
        awaitReady();
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            terminate();
            awaitEnd();
        }
    }
}
