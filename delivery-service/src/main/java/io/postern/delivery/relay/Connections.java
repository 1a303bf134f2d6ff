package io.postern.delivery.relay;

import io.postern.delivery.relay.smtp.Broken;
import io.postern.delivery.relay.smtp.Cause;
import io.postern.delivery.relay.smtp.Deadline;
import io.postern.delivery.relay.smtp.Fault;
import io.postern.delivery.relay.smtp.Inspection;
import io.postern.delivery.relay.smtp.Message;
import io.postern.delivery.relay.smtp.Outcome;
import io.postern.delivery.relay.smtp.Peer;
import io.postern.delivery.relay.smtp.Receiver;
import io.postern.delivery.relay.smtp.Session;
import io.postern.delivery.relay.smtp.SmtpClient;
import io.postern.delivery.relay.smtp.Stale;
import io.postern.delivery.relay.smtp.Step;
import java.util.List;
import java.util.Map;

/** Sends over a connection that is there already, or else over a new one. */
final class Connections {

    private final SmtpClient client;
    private final Pool pool;
    private final Unreachable unreachable;

    Connections(SmtpClient client, Pool pool, Unreachable unreachable) {
        this.client = client;
        this.pool = pool;
        this.unreachable = unreachable;
    }

    /** Whether it would most likely be in vain. */
    boolean unreachable(Peer peer) {
        return unreachable.has(peer);
    }

    /**
     * @param dial until when to try to connect
     * @throws Broken if there is no connection
     */
    Map<Receiver, Outcome> send(
            Peer peer,
            Route route,
            Message message,
            Inspection inspection,
            List<Receiver> group,
            Deadline dial,
            Deadline deadline)
            throws Broken {
        Session waiting = pool.take(peer, route.terms());
        if (waiting != null) {
            try {
                return send(waiting, route, message, inspection, group, deadline);
            } catch (Stale e) {
                // It was closed while it waited. That happens, and says nothing of the peer.
            }
        }
        Session fresh = open(peer, route, dial);
        try {
            return send(fresh, route, message, inspection, group, deadline);
        } catch (Stale e) {
            throw new IllegalStateException("a connection without a past", e);
        }
    }

    private Session open(Peer peer, Route route, Deadline dial) throws Broken {
        try {
            return client.open(peer, route.terms(), dial, route instanceof Route.Mx);
        } catch (Broken e) {
            Cause why = e.why();
            boolean early = why.step() == Step.CONNECT || why.step() == Step.GREETING;
            if (early && !why.spoken() && why.fault() == Fault.DESTINATION) {
                unreachable.note(peer);
            }
            throw e;
        }
    }

    private Map<Receiver, Outcome> send(
            Session session,
            Route route,
            Message message,
            Inspection inspection,
            List<Receiver> group,
            Deadline deadline)
            throws Stale {
        try {
            return session.send(message, inspection, group, deadline);
        } finally {
            pool.give(route.terms(), session);
        }
    }
}
