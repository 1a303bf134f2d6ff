package io.postern.rbl;

import io.micrometer.core.instrument.MeterRegistry;
import io.postern.check.dns.Dns;
import io.postern.check.lists.DnsList.Kind;
import io.postern.check.lists.DnsLists;
import io.postern.check.lists.Purpose;
import io.postern.check.lists.Subject;
import io.postern.check.service.Identity;
import io.postern.contract.Publisher;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;

/** The lists that are asked about clients and senders, watched for as long as the service runs. */
@Singleton
class RblLists {

    /** Addresses of clients. */
    static final Subject CLIENT = new Subject("client", false, true);

    /** Domains of senders. */
    static final Subject SENDER = new Subject("sender", true, false);

    /** HELO names. */
    static final Subject HELO = new Subject("helo", true, false);

    /** What a listing weighs, and from which sum on a client is blocked, unless the file says otherwise. */
    private static final double WEIGHT = 5;

    static final Purpose PURPOSE =
            new Purpose("postern.rbl", List.of(CLIENT, SENDER, HELO), EnumSet.allOf(Kind.class), WEIGHT, WEIGHT);

    private final DnsLists lists;

    RblLists(RblSettings settings, Dns dns, Identity self, Publisher publisher, Clock clock, MeterRegistry meters) {
        if (settings.deadline().isZero() || settings.deadline().isNegative()) {
            throw new ConfigurationException("postern.rbl.deadline is not above 0: " + settings.deadline());
        }
        this.lists = new DnsLists(
                settings.listsFile(),
                PURPOSE,
                settings,
                new DnsLists.Surroundings(dns, self, publisher, clock, meters));
    }

    /** Before the consumers start: a bad file refuses the start. */
    void open(
            @Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent start,
            @Identifier("default-kafka-broker") Map<String, Object> broker) {
        lists.watch(broker);
    }

    @PreDestroy
    void close() {
        lists.close();
    }

    @Produces
    @Singleton
    DnsLists lists() {
        return lists;
    }
}
