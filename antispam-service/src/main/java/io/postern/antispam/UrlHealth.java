package io.postern.antispam;

import io.postern.check.lists.DnsLists;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** How each list of links stands. The service is up whatever the lists are: without them its rules go on. */
@Readiness
@ApplicationScoped
class UrlHealth implements HealthCheck {

    private final UrlLists lists;

    UrlHealth(UrlLists lists) {
        this.lists = lists;
    }

    @Override
    public HealthCheckResponse call() {
        return lists.lists().map(DnsLists::health).orElseGet(() -> HealthCheckResponse.up("lists"));
    }
}
