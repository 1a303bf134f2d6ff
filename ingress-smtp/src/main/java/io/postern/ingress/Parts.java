package io.postern.ingress;

import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.system.DiskSpaceMetrics;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import io.postern.contract.Ids;
import io.postern.contract.Publisher;
import io.postern.ingress.policy.PolicyFile;
import io.quarkus.arc.Unremovable;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Map;

/** Makes the parts that are not beans themselves. */
@Dependent
class Parts {

    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    Ids ids(Clock clock) {
        return new Ids(clock);
    }

    @Produces
    @Singleton
    @Unremovable
    Publisher publisher(@Identifier("default-kafka-broker") Map<String, Object> broker) {
        return Publisher.open(broker);
    }

    void close(@Disposes Publisher publisher) {
        publisher.close();
    }

    @Produces
    @Singleton
    PolicyFile policyFile(IngressConfig config) {
        return new PolicyFile(config.policyFile());
    }

    /** Room where mails that come in lie, if they are large. */
    @Produces
    @Singleton
    MeterBinder spoolDisk(IngressConfig config) {
        return new DiskSpaceMetrics(config.spoolDir().toFile());
    }

    @Produces
    @Singleton
    Tracer tracer(OpenTelemetry openTelemetry) {
        return openTelemetry.getTracer("io.postern.ingress");
    }
}
