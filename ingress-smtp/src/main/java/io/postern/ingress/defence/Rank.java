package io.postern.ingress.defence;

import io.postern.contract.Session;
import io.postern.ingress.Network;
import java.util.List;

/** How much we know of a client; who is least known has to go first when there is no room for all. */
enum Rank {
    /** It came to the listener for other servers, and has not logged in. */
    STRANGER(0.8),
    /** One of our own: logged in, or about to. */
    USER(0.95),
    /** In a network that the operator trusts. */
    TRUSTED(1.0);

    private static final String MX = "mx";

    private final double share;

    Rank(double share) {
        this.share = share;
    }

    /** The share of a bound from which on it is refused. */
    double share() {
        return share;
    }

    /** @param trusted the operator's networks */
    static Rank of(Session session, List<Network> trusted) {
        String ip = session.clientIp();
        if (trusted.stream().anyMatch(network -> network.contains(ip))) {
            return TRUSTED;
        }
        boolean ours = session.user() != null
                || session.outgoing()
                || !session.listener().equals(MX);
        return ours ? USER : STRANGER;
    }
}
