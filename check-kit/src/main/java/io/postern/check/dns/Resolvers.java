package io.postern.check.dns;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.io.DefaultIoClientFactory;
import org.xbill.DNS.io.UdpIoClient;

/** Those whom we ask. */
final class Resolvers {

    private static final int DNS_PORT = 53;

    private Resolvers() {}

    /** @throws ConfigurationException naming the key, if a server is not an address */
    static List<InetSocketAddress> of(DnsSettings settings) {
        List<InetSocketAddress> servers = settings.servers()
                .map(given -> given.stream().map(Resolvers::address).toList())
                .orElseGet(() -> ResolverConfig.getCurrentConfig().servers());
        if (servers.isEmpty()) {
            throw new ConfigurationException("postern.dns.servers names none, and the system knows none");
        }
        return servers;
    }

    /** {@code 192.0.2.1}, {@code 192.0.2.1:53}, {@code 2001:db8::1}, {@code [2001:db8::1]:53}. */
    private static InetSocketAddress address(String text) {
        String host = text;
        int port = DNS_PORT;
        int colon = text.lastIndexOf(':');
        if (colon > 0 && (text.indexOf(':') == colon || text.charAt(colon - 1) == ']')) {
            host = text.substring(0, colon);
            port = port(text, text.substring(colon + 1));
        }
        return new InetSocketAddress(literal(text, host.replaceAll("^\\[(.*)]$", "$1")), port);
    }

    private static int port(String server, String digits) {
        int port = digits.matches("\\d{1,5}") ? Integer.parseInt(digits) : 0;
        if (port < 1 || port > 65_535) {
            throw bad(server);
        }
        return port;
    }

    @SuppressWarnings("AddressSelection") // an address in digits is looked up nowhere
    private static InetAddress literal(String server, String host) {
        if (!host.matches("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*(%\\w+)?")) {
            throw bad(server);
        }
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw bad(server);
        }
    }

    private static ConfigurationException bad(String server) {
        return new ConfigurationException(
                "postern.dns.servers has '" + server + "': not an address, nor an address and a port");
    }

    /** Asks one after the other, each for its share of the time. */
    static WatchedResolver asking(List<InetSocketAddress> servers, Duration timeout, int attempts) {
        Duration share = timeout.dividedBy(servers.size());
        WatchedResolver all = new WatchedResolver(servers.stream()
                .map(server -> resolver(server, share, attempts))
                .toList());
        all.setRetries(1);
        all.setTimeout(timeout.multipliedBy(2)); // so that it is the last resolver's failure that we hear of
        return all;
    }

    private static Resolver resolver(InetSocketAddress server, Duration timeout, int attempts) {
        SimpleResolver resolver = new SimpleResolver(server);
        UdpExchange udp = new UdpExchange(attempts);
        resolver.setTimeout(timeout);
        resolver.setIoClientFactory(new DefaultIoClientFactory() {
            @Override
            public UdpIoClient createOrGetUdpClient() {
                return udp;
            }
        });
        return resolver;
    }
}
