package io.postern.system.gateway;

import static org.awaitility.Awaitility.await;

import io.postern.system.smtp.SmtpClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** One more ingress beside the gateway's own, with settings of its own; the rest of the gateway serves both. */
public final class ExtraIngress implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration END = Duration.ofSeconds(40);
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    private final Path folder;
    private final Map<String, Object> settings = new TreeMap<>();
    private final int heap;
    private final int smtp;
    private final int http;
    private Process process;

    /**
     * Starts it and waits until it takes clients.
     *
     * @param partition of the verdicts, which no other ingress may have; 0 is the gateway's own
     * @param heap in megabytes
     * @param own settings, without the prefix {@code postern.ingress}
     */
    public ExtraIngress(Gateway gateway, int partition, int heap, Map<String, String> own) throws IOException {
        this.folder = Files.createDirectories(
                gateway.folder().resolve("extra").resolve("ingress-" + NUMBER.incrementAndGet()));
        this.heap = heap;
        this.smtp = freePort();
        this.http = freePort();
        settings.put("kafka.bootstrap.servers", gateway.kafka());
        settings.put("quarkus.http.port", http);
        Map<String, Object> defaults = Map.of(
                "host",
                "mail.postern.test",
                "reply-partition",
                partition,
                "policy-file",
                gateway.config("policy.yaml"),
                "spool-dir",
                folder.resolve("spool"),
                "mx.address",
                "127.0.0.1",
                "mx.port",
                smtp,
                "mx.greeting-delay",
                "0S");
        defaults.forEach((key, value) -> settings.put("postern.ingress." + key, value));
        own.forEach((key, value) -> settings.put("postern.ingress." + key, value));
        this.process = launch();
        awaitReady();
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
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
                .resolve("ingress-smtp/target/quarkus-app/quarkus-run.jar")
                .toString());
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                .start();
    }

    /** Waits until it takes clients. */
    public void awaitReady() {
        await("an extra ingress is ready; its log is " + log()).atMost(START).until(this::ready);
    }

    private boolean ready() {
        if (!process.isAlive()) {
            throw new IllegalStateException("the extra ingress has ended; its log is " + log());
        }
        return status("/q/health/ready") == 200;
    }

    private int status(String path) {
        try {
            return get(path).statusCode();
        } catch (IOException e) {
            return 0;
        }
    }

    private HttpResponse<String> get(String path) throws IOException {
        try {
            return HTTP.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + http + path))
                            .timeout(Duration.ofSeconds(2))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** What its metrics say. */
    public String metrics() throws IOException {
        return get("/q/metrics").body();
    }

    public int port() {
        return smtp;
    }

    /** A connection that has said EHLO. */
    public SmtpClient connect() throws IOException {
        return SmtpClient.greet(smtp);
    }

    public Path log() {
        return folder.resolve("ingress.log");
    }

    public long pid() {
        return process.pid();
    }

    /** Asks it to end, and does not wait for it. */
    public void terminate() {
        process.destroy();
    }

    /** Waits until it has ended. */
    public void awaitEnd() {
        try {
            if (!process.waitFor(END.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("the extra ingress does not end; its log is " + log());
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** Starts it again after its end, at the same ports. */
    public void startAgain() throws IOException {
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
