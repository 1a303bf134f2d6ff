package io.postern.delivery;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A real database for the service under test, which gets no broker: its channel is in memory. */
public class Postgres implements QuarkusTestResourceLifecycleManager {

    /** So many bytes of content lie in a file. */
    public static final int LARGE = 4 * 1024 * 1024;

    private @Nullable EmbeddedPostgres server;
    private @Nullable Path directory;
    private @Nullable Path large;

    @Override
    public Map<String, String> start() {
        try {
            EmbeddedPostgres started = EmbeddedPostgres.builder().start();
            server = started;
            Path file = Files.createTempFile("directory", ".yaml");
            directory = file;
            Files.writeString(file, "domains: {postern.test: {mailboxes: [alice, bob, carol]}}\n");
            Map<String, String> settings = new HashMap<>();
            settings.put("quarkus.datasource.jdbc.url", started.getJdbcUrl("postgres", "postgres"));
            settings.put("quarkus.datasource.username", "postgres");
            settings.put("quarkus.http.test-port", "0");
            settings.put("quarkus.scheduler.enabled", "false");
            settings.put("quarkus.hibernate-orm.schema-management.strategy", "validate");
            settings.put("mp.messaging.incoming.\"mail.approved.v1\".connector", "smallrye-in-memory");
            settings.put("postern.delivery.queue.workers", "0");
            settings.put("quarkus.security.users.embedded.users.rita", "reads");
            settings.put("quarkus.security.users.embedded.roles.rita", "reader");
            settings.put("quarkus.security.users.embedded.users.otto", "operates");
            settings.put("quarkus.security.users.embedded.roles.otto", "operator");
            settings.put("quarkus.security.users.embedded.users.nils", "neither");
            settings.put("quarkus.security.users.embedded.roles.nils", "nobody");
            settings.put("postern.delivery.directory-file", file.toString());
            Path contents = Files.createTempDirectory("large");
            large = contents;
            settings.put("postern.delivery.large.folder", contents.toString());
            settings.put("postern.delivery.large.from", Integer.toString(LARGE));
            return settings;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        try {
            if (server != null) {
                server.close();
            }
            if (directory != null) {
                Files.deleteIfExists(directory);
            }
            if (large != null) {
                try (Stream<Path> files = Files.list(large)) {
                    for (Path file : files.toList()) {
                        Files.delete(file);
                    }
                }
                Files.delete(large);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
