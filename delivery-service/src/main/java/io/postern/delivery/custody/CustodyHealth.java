package io.postern.delivery.custody;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

@Readiness
@ApplicationScoped
class CustodyHealth implements HealthCheck {

    private final Patience patience;

    CustodyHealth(Patience patience) {
        this.patience = patience;
    }

    @Override
    public HealthCheckResponse call() {
        String reason = patience.waitingFor();
        HealthCheckResponseBuilder health =
                HealthCheckResponse.named("custody goes on").status(reason == null);
        return reason == null
                ? health.build()
                : health.withData("reason", reason).build();
    }
}
