package io.postern.rbl;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** How each list stands. The service is up whatever the lists are: without them it answers that it knows nothing. */
@Readiness
@ApplicationScoped
class RblHealth implements HealthCheck {

    private final ListsFile lists;
    private final ListsTable table;

    RblHealth(ListsFile lists, ListsTable table) {
        this.lists = lists;
        this.table = table;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder health =
                HealthCheckResponse.named("lists").up().withData("shared", table.reading());
        for (WatchedList watched : lists.all()) {
            health.withData(watched.list().name(), watched.standing().toString());
        }
        return health.build();
    }
}
