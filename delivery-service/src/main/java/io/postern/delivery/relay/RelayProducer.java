package io.postern.delivery.relay;

import io.postern.delivery.DeliverySettings;
import io.postern.delivery.HostName;
import io.postern.delivery.relay.Relay.Reuse;
import io.postern.delivery.relay.mx.MailHosts;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.InetSocketAddress;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Random;
import java.util.Set;
import javax.net.ssl.SSLContext;

/** Sets the relay up as the operator wants it. */
@ApplicationScoped
class RelayProducer {

    @Produces
    @Singleton
    Relay relay(DeliverySettings settings, HostName host) throws NoSuchAlgorithmException {
        DeliverySettings.Relay terms = settings.relay();
        List<InetSocketAddress> servers = terms.nameServers().orElse(List.of()).stream()
                .map(Endpoint::parse)
                .map(server -> new InetSocketAddress(server.host(), server.port()))
                .toList();
        MailHosts mailHosts = new MailHosts(
                servers,
                terms.lookup(),
                Set.of(host.name()),
                terms.loopback() ? address -> true : MailHosts.ELSEWHERE,
                new Random());
        return new Relay(host.name(), mailHosts, SSLContext.getDefault(), Reuse.USUAL);
    }
}
