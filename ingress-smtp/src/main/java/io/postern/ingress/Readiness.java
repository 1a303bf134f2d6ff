package io.postern.ingress;

import io.postern.ingress.directory.Directory;
import io.postern.ingress.server.SmtpServer;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/** Ready when clients are taken: the directory is known, the listener is open, no drain is under way. */
@org.eclipse.microprofile.health.Readiness
@ApplicationScoped
class Readiness implements HealthCheck {

    private final SmtpServer server;
    private final TableReader tables;
    private final Directory directory;

    Readiness(SmtpServer server, TableReader tables, Directory directory) {
        this.server = server;
        this.tables = tables;
        this.directory = directory;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("smtp")
                .status(server.listening() && tables.reading())
                .withData("tablesRead", tables.caughtUp())
                .withData("directoryKnown", directory.known())
                .withData("listening", server.listening())
                .build();
    }
}
