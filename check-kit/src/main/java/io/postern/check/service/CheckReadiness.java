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
        String reason = reason();
        return HealthCheckResponse.named("check")
                .status(reason.isEmpty())
                .withData("reason", reason)
                .withData("name", self.check())
                .withData("instance", self.instance())
                .withData("phases", self.phases().toString())
                .withData("registered", registration.current())
                .withData("inFlight", reception.inFlight())
                .build();
    }

    /** Why it cannot do its job, empty if it can. */
    private String reason() {
        if (!registration.current()) {
            return "not registered: it has no partitions yet, or Kafka does not acknowledge";
        }
        return reception.stuck() ? "hangs: all its work is under way and none of it ends" : "";
    }
}
