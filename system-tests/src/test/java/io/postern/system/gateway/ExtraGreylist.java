package io.postern.system.gateway;

import io.postern.local.Port;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** A second instance of greylisting, with the gateway's settings and on its database. */
public final class ExtraGreylist implements AutoCloseable {

    private static final String SERVICE = Gateway.GREYLIST;
    private static final int HEAP = 128;

    private final ServiceProcess process;

    /** Starts it and waits until it answers. */
    public ExtraGreylist(Gateway gateway) throws IOException {
        Path folder = Files.createDirectories(gateway.folder().resolve("extra").resolve(SERVICE));
        Map<String, Object> settings = new TreeMap<>(gateway.settings(SERVICE));
        settings.put("kafka.bootstrap.servers", gateway.kafka());
        settings.put(
                "quarkus.datasource.jdbc.url",
                "jdbc:postgresql://127.0.0.1:" + gateway.port(Port.POSTGRES) + "/postern");
        settings.put("postern.dns.servers", "127.0.0.1:" + gateway.port(Port.DNS));
        settings.put("postern.greylist.exemptions-file", gateway.config("lists/greylist.yaml"));
        settings.put("postern.greylist.auto-whitelist", 0);
        String password = Files.readString(gateway.folder().resolve("run").resolve("postgres.password"));
        this.process =
                new ServiceProcess(SERVICE, folder, HEAP, settings, Map.of("QUARKUS_DATASOURCE_PASSWORD", password));
    }

    /** How many it has deferred for the first time. */
    public long firstMeetings() {
        try {
            return process.get("/q/metrics")
                    .body()
                    .lines()
                    .filter(line -> line.startsWith("postern_greylist_attempts_total{kind=\"first\"} "))
                    .map(line -> line.split(" ", 3)[1])
                    .mapToLong(value -> Math.round(Double.parseDouble(value)))
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends it at once, as a crash would. */
    public void kill() {
        process.kill();
        process.awaitEnd();
    }

    @Override
    public void close() {
        process.close();
    }
}
