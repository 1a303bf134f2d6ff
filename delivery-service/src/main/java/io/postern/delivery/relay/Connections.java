package io.postern.delivery.relay;

import io.postern.delivery.relay.smtp.Broken;
import io.postern.delivery.relay.smtp.Deadline;
import io.postern.delivery.relay.smtp.Inspection;
import io.postern.delivery.relay.smtp.Message;
import io.postern.delivery.relay.smtp.Outcome;
import io.postern.delivery.relay.smtp.Peer;
import io.postern.delivery.relay.smtp.Receiver;
import io.postern.delivery.relay.smtp.Session;
import io.postern.delivery.relay.smtp.SmtpClient;
import io.postern.delivery.relay.smtp.Stale;
import java.util.List;
import java.util.Map;

/** Sends over a connection that is there already, or else over a new one. */
final class Connections {

    private final SmtpClient client;
    private final Pool pool;

    Connections(SmtpClient client, Pool pool) {
        this.client = client;
        this.pool = pool;
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
        Session fresh = client.open(peer, route.terms(), dial, route instanceof Route.Mx);
        try {
            return send(fresh, route, message, inspection, group, deadline);
        } catch (Stale e) {
            throw new IllegalStateException("a connection without a past", e);
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
