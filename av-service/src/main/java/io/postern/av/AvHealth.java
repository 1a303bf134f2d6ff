package io.postern.av;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** How each engine is. The service is up whatever the engines are: without them it answers that it cannot tell. */
@Readiness
@ApplicationScoped
class AvHealth implements HealthCheck {

    private final Engines engines;
    private final Duration signatureLimit;
    private final Clock clock;

    AvHealth(Engines engines, AvSettings settings, Clock clock) {
        this.engines = engines;
        this.signatureLimit = settings.signatureLimit();
        this.clock = clock;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder health = HealthCheckResponse.named("engines").up();
        for (WatchedEngine engine : engines.all()) {
            health.withData(engine.name(), engines.builtIn() ? BuiltInEngine.WARNING : said(engine.standing()));
        }
        return health.build();
    }

    private String said(Standing standing) {
        if (!standing.up()) {
            return "gone since " + standing.since() + ": " + standing.cause();
        }
        if (standing.since() == null) {
            return standing.cause();
        }
        Signatures signatures = standing.signatures();
        String up = "up: " + signatures.version();
        if (signatures.date() == null) {
            return up + ", age of the signatures unknown";
        }
        String of = up + ", signatures of " + signatures.date();
        return signatures.older(signatureLimit, clock.instant()) ? of + ", OUT OF DATE" : of;
    }
}
