package io.postern.delivery.directory;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

@Readiness
@ApplicationScoped
class DirectoryHealth implements HealthCheck {

    private final DirectoryWatch watch;

    DirectoryHealth(DirectoryWatch watch) {
        this.watch = watch;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("directory published")
                .status(watch.published())
                .build();
    }
}
