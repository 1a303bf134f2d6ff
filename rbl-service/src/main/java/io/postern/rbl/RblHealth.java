package io.postern.rbl;

import io.postern.check.lists.DnsLists;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** How each list stands. The service is up whatever the lists are: without them it answers that it knows nothing. */
@Readiness
@ApplicationScoped
class RblHealth implements HealthCheck {

    private final DnsLists lists;

    RblHealth(DnsLists lists) {
        this.lists = lists;
    }

    @Override
    public HealthCheckResponse call() {
        return lists.health();
    }
}
