package io.postern.address;

import io.postern.check.client.IpAddress;
import io.postern.check.client.Network;
import io.postern.contract.Session;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.util.List;

/** Who passes without a question: our own people, and clients in the networks that the operator lists. */
@Singleton
class Spared {

    private final List<Network> networks;

    Spared(AddressSettings settings) {
        networks = settings.skipNetworks().orElse(List.of()).stream()
                .map(Spared::network)
                .toList();
    }

    private static Network network(String text) {
        Network network = Network.of(text);
        if (network == null) {
            throw new ConfigurationException(
                    "postern.address.skip-networks has '" + text + "': not a network such as 192.0.2.0/24");
        }
        return network;
    }

    boolean has(Session session) {
        return session.user() != null || session.outgoing() || listed(session.clientIp());
    }

    private boolean listed(String clientIp) {
        InetAddress client = networks.isEmpty() ? null : IpAddress.of(clientIp);
        return client != null && networks.stream().anyMatch(network -> network.contains(client));
    }
}
