package io.postern.check.service;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready is a check that is known to the ingress and does not hang. A check with a backend adds a {@code @Readiness}
 * bean of its own.
 */
@Readiness
@ApplicationScoped
class CheckReadiness implements HealthCheck {

    private final Identity self;
    private final Registration registration;
    private final Reception reception;

    CheckReadiness(Identity self, Registration registration, Reception reception) {
        this.self = self;
        this.registration = registration;
        this.reception = reception;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("check")
                .status(registration.current() && !reception.stuck())
                .withData("name", self.check())
                .withData("instance", self.instance())
                .withData("phases", self.phases().toString())
                .withData("registered", registration.current())
                .withData("inFlight", reception.inFlight())
                .build();
    }
}
