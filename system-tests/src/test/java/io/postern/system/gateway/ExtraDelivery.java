package io.postern.system.gateway;

import io.postern.local.Port;
import io.postern.system.gateway.FaultPoint.Place;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/** One more delivery, beside the gateway's own or in its place, with the same database and the same mailboxes. */
public final class ExtraDelivery implements AutoCloseable {

    private static final int HEAP = 104;
    private static final Pattern OWED = Pattern.compile("\"state\"\\s*:\\s*\"(WAITING|DEFERRED)\"");
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final int debugging = FreePorts.one();
    private final ServiceProcess process;
    private final String authorization;

    /**
     * Starts it and waits until it is ready.
     *
     * @param own settings, by their full names
     */
    public ExtraDelivery(Gateway gateway, Map<String, String> own) throws IOException {
        String name = "delivery-" + NUMBER.incrementAndGet();
        Path folder = Files.createDirectories(gateway.folder().resolve("extra").resolve(name));
        Map<String, Object> settings = new TreeMap<>();
        settings.put("kafka.bootstrap.servers", gateway.kafka());
        // Who comes back under the same name has its partitions at once.
        settings.put("mp.messaging.incoming.\"mail.approved.v1\".group.instance.id", name);
        settings.put(
                "quarkus.datasource.jdbc.url",
                "jdbc:postgresql://127.0.0.1:" + gateway.port(Port.POSTGRES) + "/postern");
        settings.put("postern.delivery.mail-dir", gateway.mail());
        settings.put("postern.delivery.large.folder", gateway.folder().resolve("contents"));
        settings.put("postern.delivery.directory-file", gateway.config("directory.yaml"));
        settings.put("postern.delivery.routes-file", gateway.config("routes.yaml"));
        settings.put("postern.delivery.relay.name-servers", "127.0.0.1:" + gateway.port(Port.DNS));
        settings.putAll(own);
        Map<String, String> environment = new HashMap<>();
        environment.put("LC_ALL", "C.UTF-8");
        environment.put(
                "QUARKUS_DATASOURCE_PASSWORD", Files.readString(gateway.folder().resolve("run/postgres.password")));
        environment.put(
                "QUARKUS_SECURITY_USERS_EMBEDDED_USERS_OPERATOR",
                gateway.accounts().operatorPassword());
        environment.put("QUARKUS_SECURITY_USERS_EMBEDDED_ROLES_OPERATOR", "operator");
        environment.put("JAVA_TOOL_OPTIONS", FaultPoint.option(debugging));
        this.authorization = gateway.accounts().operatorAuthorization();
        this.process = new ServiceProcess("delivery-service", folder, HEAP, settings, environment);
    }

    /** Has it stop at a place. */
    public FaultPoint stopAt(Place place) throws IOException {
        return FaultPoint.set(debugging, place);
    }

    /** What its metrics say. */
    public String metrics() throws IOException {
        return process.get("/q/metrics").body();
    }

    /** Whether it has the mail, and none of its recipients is owed anything any more. */
    public boolean settled(String mail) throws IOException {
        HttpResponse<String> story = process.get("/delivery/mails/" + mail, authorization);
        return story.statusCode() == 200 && !OWED.matcher(story.body()).find();
    }

    public Path log() {
        return process.log();
    }

    /** Ends it at once, and waits until it has ended. */
    public void kill() {
        process.kill();
        process.awaitEnd();
    }

    public boolean alive() {
        return process.alive();
    }

    /** Starts it again after its end. */
    public void startAgain() throws IOException {
        process.startAgain();
    }

    @Override
    public void close() {
        process.close();
    }
}
