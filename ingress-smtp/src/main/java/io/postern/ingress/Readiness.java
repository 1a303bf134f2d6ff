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
        String reason = reason();
        return HealthCheckResponse.named("smtp")
                .status(reason.isEmpty())
                .withData("reason", reason)
                .withData("tablesRead", tables.caughtUp())
                .withData("directoryKnown", directory.known())
                .withData("listening", server.listening())
                .build();
    }

    /** Why no clients are taken, empty if they are. */
    private String reason() {
        if (!tables.caughtUp() || !tables.reading()) {
            return "cannot read from Kafka who checks what and which mailboxes there are";
        }
        if (!directory.known()) {
            return "knows no domain: delivery has not published its directory";
        }
        return server.listening() ? "" : "does not listen: it stops, or the log says why not";
    }
}
