package io.postern.ingress.defence;

import io.postern.contract.Session;
import io.postern.ingress.session.Reply;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The sessions under way: of one address, of one network, and all. Who is let in has to leave. */
final class Connections implements Limit {

    private final ConnectionCount ofAddress;
    private final ConnectionCount ofNetwork;
    private final AtomicInteger all = new AtomicInteger();
    private final int most;
    private final Valve valve;

    /**
     * @param ofAddress most sessions of one address; 0 for any number
     * @param ofNetwork most sessions of one network; 0 for any number
     * @param most sessions in all
     */
    Connections(int ofAddress, int ofNetwork, int most) {
        this.ofAddress = new ConnectionCount(ofAddress);
        this.ofNetwork = new ConnectionCount(ofNetwork);
        this.most = most;
        this.valve = new Valve(new Pressure("sessions", () -> share(all.get())));
    }

    /** Counts the client, unless it is refused. */
    @Override
    public @Nullable Reply refusal(Client client) {
        String address = client.origin().address();
        String network = client.origin().network();
        if (client.limited() && !ofAddress.enter(address)) {
            return TooMuch.connections(client).because("connections-address");
        }
        if (client.limited() && !ofNetwork.enter(network)) {
            ofAddress.leave(address);
            return TooMuch.connections(client).because("connections-network");
        }
        // Counted before it is looked at, so that however many come at once there are never more than there may be.
        if (valve.refuses(client.rank(), share(all.getAndIncrement()))) {
            left(client);
            return unavailable(client.session());
        }
        return null;
    }

    /** A client that was let in is gone. */
    void left(Client client) {
        all.decrementAndGet();
        if (client.limited()) {
            ofAddress.leave(client.origin().address());
            ofNetwork.leave(client.origin().network());
        }
    }

    Valve valve() {
        return valve;
    }

    /** How many addresses and networks are counted. */
    int names() {
        return ofAddress.names() + ofNetwork.names();
    }

    private double share(int sessions) {
        return (double) sessions / most;
    }

    private static Reply unavailable(Session session) {
        return Reply.of(421, "4.3.2", session.host() + " Service not available, try again later")
                .because("overload-sessions");
    }
}
