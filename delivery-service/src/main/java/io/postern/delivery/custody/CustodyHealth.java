package io.postern.delivery.custody;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
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
        return HealthCheckResponse.named("custody goes on")
                .status(!patience.waiting())
                .build();
    }
}
