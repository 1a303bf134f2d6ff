package io.postern.check.dns;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A {@link Dns} outside of a service. */
public record TestDns(Optional<List<String>> servers, Duration timeout, int attempts, int pending)
        implements DnsSettings {

    /** Asks these servers, which are all of the DNS there is. */
    public static Dns asking(Duration timeout, InetSocketAddress... servers) {
        return of(servers).waiting(timeout).dns(new SimpleMeterRegistry());
    }

    static TestDns of(InetSocketAddress... servers) {
        return new TestDns(
                Optional.of(List.of(servers).stream()
                        .map(server -> "127.0.0.1:" + server.getPort())
                        .toList()),
                Duration.ofSeconds(2),
                2,
                100);
    }

    TestDns waiting(Duration time) {
        return new TestDns(servers, time, attempts, pending);
    }

    TestDns pending(int bound) {
        return new TestDns(servers, timeout, attempts, bound);
    }

    Dns dns(MeterRegistry meters) {
        return new Dns(this, meters);
    }

    @Override
    public int cacheEntries() {
        return 100_000;
    }

    @Override
    public Duration cacheLimit() {
        return Duration.ofHours(1);
    }

    @Override
    public Duration negativeCacheLimit() {
        return Duration.ofMinutes(15);
    }
}
