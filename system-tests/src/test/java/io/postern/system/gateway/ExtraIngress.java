package io.postern.system.gateway;

import io.postern.system.smtp.SmtpClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/** One more ingress beside the gateway's own, with settings of its own; the rest of the gateway serves both. */
public final class ExtraIngress implements AutoCloseable {

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final int smtp = FreePorts.one();
    private final ServiceProcess process;

    /**
     * Starts it and waits until it takes clients.
     *
     * @param partition of the verdicts, which no other ingress may have; 0 is the gateway's own
     * @param heap in megabytes
     * @param own settings, without the prefix {@code postern.ingress}
     */
    public ExtraIngress(Gateway gateway, int partition, int heap, Map<String, String> own) throws IOException {
        this(gateway, partition, heap, own, Map.of());
    }

    /**
     * One whose traces the gateway collects, as it does those of the others, and whose log is in JSON.
     *
     * @param ratio of the traces that are chosen
     */
    public static ExtraIngress traced(Gateway gateway, int partition, int heap, double ratio) throws IOException {
        return new ExtraIngress(
                gateway,
                partition,
                heap,
                Map.of(),
                Map.of(
                        "quarkus.otel.sdk.disabled",
                        false,
                        "quarkus.otel.exporter.otlp.endpoint",
                        gateway.spans().endpoint(),
                        "quarkus.otel.exporter.otlp.protocol",
                        "http/protobuf",
                        "postern.trace.ratio",
                        ratio,
                        "quarkus.log.console.json.enabled",
                        true));
    }

    private ExtraIngress(Gateway gateway, int partition, int heap, Map<String, String> own, Map<String, Object> tracing)
            throws IOException {
        Path folder = Files.createDirectories(
                gateway.folder().resolve("extra").resolve("ingress-" + NUMBER.incrementAndGet()));
        Map<String, Object> settings = new TreeMap<>();
        settings.put("kafka.bootstrap.servers", gateway.kafka());
        settings.putAll(tracing);
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
        this.process = new ServiceProcess("ingress-smtp", folder, heap, settings, Map.of());
    }

    /** Waits until it takes clients. */
    public void awaitReady() {
        process.awaitReady();
    }

    /** What its metrics say. */
    public String metrics() throws IOException {
        return process.get("/q/metrics").body();
    }

    public int port() {
        return smtp;
    }

    /** A connection that has said EHLO. */
    public SmtpClient connect() throws IOException {
        return SmtpClient.greet(smtp);
    }

    public Path log() {
        return process.log();
    }

    public long pid() {
        return process.pid();
    }

    /** Asks it to end, and does not wait for it. */
    public void terminate() {
        process.terminate();
    }

    /** Waits until it has ended. */
    public void awaitEnd() {
        process.awaitEnd();
    }

    /** Starts it again after its end, at the same ports. */
    public void startAgain() throws IOException {
        process.startAgain();
    }

    @Override
    public void close() {
        process.close();
    }
}
