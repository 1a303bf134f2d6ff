package io.postern.check.service;

import io.postern.contract.Phase;
import io.postern.contract.Publisher;
import io.quarkus.arc.All;
import io.quarkus.arc.DefaultBean;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Puts the service together, and refuses to start one that could not work. */
@Singleton
class Wiring {

    private static final int RANDOM_BYTES = 3;

    /** Before the consumers start. */
    void refuseWhatCannotWork(
            @Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent start,
            CheckSettings settings,
            @All List<Listener> listeners) {
        if (!settings.name().matches("[a-z0-9][a-z0-9-]*")) {
            throw new ConfigurationException("postern.check.name is '%s': lower-case letters, digits and hyphens only"
                    .formatted(settings.name()));
        }
        if (settings.concurrency() < 1) {
            throw new ConfigurationException("postern.check.concurrency is below 1: " + settings.concurrency());
        }
        Set<Phase> built = listeners.stream().map(Listener::phase).collect(Collectors.toSet());
        if (!built.equals(settings.phases())) {
            throw new ConfigurationException(
                    ("postern.check.phase is %s, asked is %s, but the service was built for %s:"
                                    + " set them in application.properties, in lower case, and build again")
                            .formatted(settings.phase().name().toLowerCase(Locale.ROOT), settings.asked(), built));
        }
        if (built.containsAll(Set.of(Phase.CONNECT, Phase.GREETING))) {
            throw new ConfigurationException("postern.check.asked has both connect and greeting: whoever is asked at"
                    + " greeting need not be asked before");
        }
    }

    @Produces
    @Singleton
    Identity identity(CheckSettings settings) {
        byte[] random = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(random);
        String instance = host() + "-" + HexFormat.of().formatHex(random);
        return new Identity(settings.name(), instance, settings.phases());
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost"; // the random part makes it unique, the name is for people
        }
    }

    @Produces
    @Singleton
    @DefaultBean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    Publisher publisher(@Identifier("default-kafka-broker") Map<String, Object> broker) {
        return Publisher.open(broker);
    }

    void close(@Disposes Publisher publisher) {
        publisher.close();
    }
}
