package io.postern.ingress.defence;

import static io.postern.ingress.defence.Front.passes;
import static io.postern.ingress.defence.Front.stranger;
import static io.postern.ingress.defence.Front.submitting;
import static org.assertj.core.api.Assertions.assertThat;

import io.postern.contract.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ConnectionsTest {

    @Test
    void addressThatHoldsConnectionsOpenIsStoppedAtItsLimit() {
        Front front = new Front();
        assertThat(passes(60, () -> front.connect(stranger("192.0.2.1")))).isEqualTo(50);
        assertThat(front.connect(stranger("192.0.2.1")))
                .isEqualTo("421 4.7.0 mx.test Error: too many connections from [192.0.2.1] (connections-address)");
        assertThat(front.connect(stranger("192.0.2.2"))).isEqualTo("go on");
    }

    @Test
    void whoLeavesMakesRoomForTheNext() {
        Front front = new Front("defence.connections-address=1");
        front.connect(stranger("192.0.2.1"));
        assertThat(front.connect(stranger("192.0.2.1"))).contains("connections-address");
        front.doorkeeper.left(stranger("192.0.2.1"));
        assertThat(front.connect(stranger("192.0.2.1"))).isEqualTo("go on");
    }

    @Test
    void networkThatSendsOneAddressAfterTheOtherIsStoppedAtItsLimit() {
        Front front = new Front();
        AtomicInteger host = new AtomicInteger();
        assertThat(passes(250, () -> front.connect(stranger("192.0.2." + host.getAndIncrement()))))
                .isEqualTo(200);
        assertThat(front.connect(stranger("192.0.2.251")))
                .isEqualTo("421 4.7.0 mx.test Error: too many connections from [192.0.2.251] (connections-network)");
        assertThat(front.connect(stranger("192.0.3.1"))).isEqualTo("go on");
    }

    @Test
    void addressesOfOneIpv6SubscriberAreOneNetwork() {
        Front front = new Front("defence.connections-network=2");
        assertThat(front.connect(stranger("2001:db8::1"))).isEqualTo("go on");
        assertThat(front.connect(stranger("2001:db8::ffff:2"))).isEqualTo("go on");
        assertThat(front.connect(stranger("2001:db8:0:0:abcd::3"))).contains("(connections-network)");
        assertThat(front.connect(stranger("2001:db8:0:1::1"))).isEqualTo("go on");
    }

    @Test
    void whoWasRefusedForHisNetworkDoesNotCountForHisAddress() {
        Front front = new Front("defence.connections-network=1", "defence.connections-address=1");
        front.connect(stranger("192.0.2.1"));
        assertThat(front.connect(stranger("192.0.2.2"))).contains("(connections-network)");
        front.doorkeeper.left(stranger("192.0.2.1"));
        assertThat(front.connect(stranger("192.0.2.2"))).isEqualTo("go on");
    }

    @Test
    void zeroIsNoLimit() {
        Front front =
                new Front("defence.connections-address=0", "defence.connections-network=0", "limits.sessions=100000");
        assertThat(passes(300, () -> front.connect(stranger("192.0.2.1")))).isEqualTo(300);
    }

    @Test
    void hammeringAddressIsSlowedToItsRate() {
        Front front = new Front();
        assertThat(passes(400, () -> front.call(stranger("192.0.2.1")))).isEqualTo(300);
        assertThat(front.call(stranger("192.0.2.1")))
                .isEqualTo("421 4.7.0 mx.test Error: too many connections from [192.0.2.1] (connection-rate)");
        assertThat(front.call(stranger("192.0.2.2"))).isEqualTo("go on");
        front.hours.pass(Duration.ofSeconds(10));
        assertThat(passes(400, () -> front.call(stranger("192.0.2.1")))).isEqualTo(50);
    }

    @Test
    void neitherLimitHoldsForATrustedNetwork() {
        Front front = new Front("defence.trusted=127.0.0.1/32,::1/128");
        assertThat(passes(5000, () -> front.connect(stranger("127.0.0.1")))).isEqualTo(5000);
        assertThat(passes(1000, () -> front.connect(stranger("::1")))).isEqualTo(1000);
    }

    @Test
    void strangersAreRefusedFirstThenUsersThenThoseWeTrust() {
        Front front = new Front(
                "limits.sessions=100",
                "defence.trusted=10.0.0.0/8",
                "defence.connections-address=0",
                "defence.connections-network=0");
        assertThat(passes(100, () -> front.connect(stranger("192.0.2.1")))).isEqualTo(80);
        assertThat(front.connect(stranger("192.0.2.1")))
                .isEqualTo("421 4.3.2 mx.test Service not available, try again later (overload-sessions)");
        assertThat(passes(100, () -> front.connect(submitting("192.0.2.1")))).isEqualTo(15);
        assertThat(passes(100, () -> front.connect(stranger("10.1.2.3")))).isEqualTo(5);
        assertThat(front.pressure("sessions")).isEqualTo(1.0);
        front.doorkeeper.left(stranger("10.1.2.3"));
        assertThat(front.connect(submitting("192.0.2.1"))).contains("(overload-sessions)");
        assertThat(front.connect(stranger("10.1.2.3"))).isEqualTo("go on");
    }

    @Test
    void whoIsRefusedForLackOfRoomHoldsNone() {
        Connections connections = new Connections(5, 5, 1);
        assertThat(connections.refusal(client(stranger("192.0.2.1")))).isNull();
        assertThat(connections.refusal(client(stranger("192.0.3.1")))).isNotNull();
        assertThat(connections.names()).isEqualTo(2);
        connections.left(client(stranger("192.0.2.1")));
        assertThat(connections.names()).isZero();
    }

    @Test
    void millionComingAndGoingAtOnceLeavesNothingBehind() throws Exception {
        Connections connections = new Connections(3, 5, 12);
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<Integer> refused = onFourThreads(random -> {
            Client client = client(stranger("192.0." + random.nextInt(4) + "." + random.nextInt(4)));
            if (connections.refusal(client) != null) {
                return 1;
            }
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            inside.decrementAndGet();
            connections.left(client);
            return 0;
        });
        assertThat(connections.names()).isZero();
        assertThat(connections.valve().pressure().share().getAsDouble()).isZero();
        assertThat(most.get()).isLessThanOrEqualTo(12);
        assertThat(refused).as("refusals of each thread").hasSize(4);
    }

    @Test
    void millionThroughTheWholeDoorLeavesNothingBehind() throws Exception {
        Front front = new Front(
                "defence.connection-rate=0/m",
                "defence.connection-rate-network=0/m",
                "defence.connections-address=2",
                "defence.trusted=192.0.1.0/24",
                "limits.sessions=4");
        onFourThreads(random -> {
            Session session = stranger("192.0." + random.nextInt(3) + "." + random.nextInt(3));
            if (front.doorkeeper.admit(session) != null) {
                return 1;
            }
            front.doorkeeper.left(session);
            return 0;
        });
        assertThat(front.pressure("sessions")).isZero();
        assertThat(passes(3, () -> front.connect(stranger("192.0.2.1")))).isEqualTo(2);
    }

    private interface Visit {
        int at(SplittableRandom random);
    }

    private static List<Integer> onFourThreads(Visit visit) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Callable<Integer>> all = IntStream.range(0, 4)
                    .<Callable<Integer>>mapToObj(seed -> () -> {
                        SplittableRandom random = new SplittableRandom(seed);
                        int refused = 0;
                        for (int i = 0; i < 250_000; i++) {
                            refused += visit.at(random);
                        }
                        return refused;
                    })
                    .toList();
            List<Integer> results = new ArrayList<>();
            for (Future<Integer> result : threads.invokeAll(all)) {
                results.add(result.get());
            }
            return results;
        }
    }

    private static Client client(Session session) {
        return new Client(session, Rank.USER, Origin.of(session.clientIp()));
    }
}
