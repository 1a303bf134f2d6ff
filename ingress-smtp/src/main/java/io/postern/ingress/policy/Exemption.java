package io.postern.ingress.policy;

import io.postern.contract.Envelope;
import io.postern.contract.Session;
import io.postern.ingress.Network;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Mail that is spared some checks: if it comes from one of the networks, or from one of the users, or if all its
 * recipients are in the domains.
 *
 * @param networks of clients
 * @param users authenticated
 * @param recipientDomains in lower case
 * @param checks which checks; empty: all
 */
record Exemption(List<Network> networks, Set<String> users, Set<String> recipientDomains, Set<String> checks) {

    boolean spares(String check, Session session, @Nullable Envelope envelope) {
        return (checks.isEmpty() || checks.contains(check))
                && (fromNetwork(session.clientIp()) || byUser(session.user()) || toDomains(envelope));
    }

    private boolean fromNetwork(String clientIp) {
        return networks.stream().anyMatch(network -> network.contains(clientIp));
    }

    private boolean byUser(@Nullable String user) {
        return user != null && users.contains(user);
    }

    private boolean toDomains(@Nullable Envelope envelope) {
        return envelope != null
                && !recipientDomains.isEmpty()
                && !envelope.recipients().isEmpty()
                && envelope.addresses().stream()
                        .allMatch(
                                address -> recipientDomains.contains(address.substring(address.lastIndexOf('@') + 1)));
    }
}
