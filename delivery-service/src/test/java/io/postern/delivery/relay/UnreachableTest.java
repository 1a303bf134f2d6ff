package io.postern.delivery.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.delivery.relay.smtp.Peer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class UnreachableTest {

    private Instant now = Instant.parse("2026-03-01T10:00:00Z");
    private final Unreachable unreachable = new Unreachable(() -> now);

    private static Peer peer(int port) {
        return new Peer("mx.peer.test", new InetSocketAddress(InetAddress.getLoopbackAddress(), port), false);
    }

    @Test
    void aMomentLaterItIsTriedAsBefore() {
        unreachable.note(peer(1));

        assertThat(unreachable.has(peer(1))).isTrue();
        assertThat(unreachable.has(peer(2))).isFalse();
        now = now.plusSeconds(60);
        assertThat(unreachable.has(peer(1))).isFalse();
    }

    @Test
    void notMoreThanSoManyAreRemembered() {
        for (int port = 1; port <= 10_001; port++) {
            unreachable.note(peer(port));
        }

        assertThat(unreachable.has(peer(1))).isFalse();
        assertThat(unreachable.has(peer(10_001))).isTrue();
    }
}
