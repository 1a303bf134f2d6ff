package io.postern.system.images;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.postern.local.dns.BadZone;
import io.postern.local.dns.NameServer;
import io.postern.system.gateway.Gateway;
import io.postern.system.gateway.SpanReceiver;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.time.Duration;
import java.util.Optional;

/** What containers have around them: somebody to ask for names, and somebody to send traces to. In this process. */
final class Outside implements AutoCloseable {

    /** The bridge by which containers reach this machine. */
    private static final String BRIDGE = "docker0";

    private final NameServer names;
    private final SpanReceiver spans;
    private final String resolver;

    private Outside(NameServer names, SpanReceiver spans, String resolver) {
        this.names = names;
        this.spans = spans;
        this.resolver = resolver;
    }

    static Outside open() throws IOException {
        Optional<InetAddress> address = bridge();
        assumeTrue(address.isPresent(), "containers reach this machine in another way than by " + BRIDGE);
        InetAddress here = address.orElseThrow();
        try {
            NameServer names = NameServer.open(
                    Gateway.checkout().resolve("deploy/samples/dns"),
                    new InetSocketAddress(here, 0),
                    Duration.ofSeconds(5),
                    System.out::println);
            Thread.ofVirtual().start(names::serve);
            return new Outside(names, new SpanReceiver(here), here.getHostAddress() + ":" + names.port());
        } catch (BadZone e) {
            throw new IllegalStateException(e);
        }
    }

    private static Optional<InetAddress> bridge() throws IOException {
        NetworkInterface bridge = NetworkInterface.getByName(BRIDGE);
        return bridge == null
                ? Optional.empty()
                : bridge.inetAddresses().filter(Inet4Address.class::isInstance).findFirst();
    }

    /** Knows the zones of the samples; {@code address:port}. */
    String resolver() {
        return resolver;
    }

    SpanReceiver spans() {
        return spans;
    }

    @Override
    public void close() throws IOException {
        spans.close();
        names.close();
    }
}
