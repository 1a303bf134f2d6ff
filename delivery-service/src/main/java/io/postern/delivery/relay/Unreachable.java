package io.postern.delivery.relay;

import io.postern.delivery.relay.smtp.Peer;
import java.net.SocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/** To whom no connection came about a moment ago. They are tried last, so that one dead host does not hold up every mail. */
final class Unreachable {

    private static final Duration MOMENT = Duration.ofMinutes(1);
    private static final int REMEMBERED = 10_000;

    private final InstantSource clock;
    private final Map<SocketAddress, Instant> until = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<SocketAddress, Instant> eldest) {
            return size() > REMEMBERED;
        }
    };

    Unreachable(InstantSource clock) {
        this.clock = clock;
    }

    synchronized void note(Peer peer) {
        until.put(peer.address(), clock.instant().plus(MOMENT));
    }

    synchronized boolean has(Peer peer) {
        Instant end = until.get(peer.address());
        if (end != null && !clock.instant().isBefore(end)) {
            until.remove(peer.address());
            return false;
        }
        return end != null;
    }
}
