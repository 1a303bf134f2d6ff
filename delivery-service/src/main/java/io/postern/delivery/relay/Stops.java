package io.postern.delivery.relay;

import io.postern.delivery.relay.mx.Exchanger;
import io.postern.delivery.relay.mx.MailHosts;
import io.postern.delivery.relay.mx.Unroutable;
import io.postern.delivery.relay.smtp.Deadline;
import io.postern.delivery.relay.smtp.Peer;
import io.postern.delivery.relay.smtp.Terms;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The hosts of a route, in the order in which they are tried. */
final class Stops {

    private final MailHosts mailHosts;

    Stops(MailHosts mailHosts) {
        this.mailHosts = mailHosts;
    }

    /** A host; its addresses are looked up when it is its turn. */
    interface Stop {
        List<Peer> peers(Deadline deadline) throws Unroutable;
    }

    List<Stop> of(Route route, Deadline deadline) throws Unroutable {
        return switch (route) {
            case Route.Mx mx -> exchangers(mx, deadline);
            case Route.NextHop(String host, int port, Terms terms) -> List.of(until -> fixed(host, port, false, until));
            case Route.Lmtp(String host, int port, Terms terms) -> List.of(until -> fixed(host, port, true, until));
            case Route.LmtpSocket socket ->
                List.of(until -> List.of(new Peer("localhost", UnixDomainSocketAddress.of(socket.path()), true)));
        };
    }

    private List<Stop> exchangers(Route.Mx mx, Deadline deadline) throws Unroutable {
        String domain = mx.domain();
        if (domain.startsWith("[") && domain.endsWith("]")) { // an address literal (RFC 5321 section 4.1.3)
            String address = domain.substring(1, domain.length() - 1).replaceFirst("(?i)^IPv6:", "");
            return List.of(until -> literal(address, mx.port()));
        }
        return mailHosts.of(domain, deadline).stream()
                .map(exchanger -> (Stop) until -> peers(exchanger, mx.port(), until))
                .toList();
    }

    private List<Peer> peers(Exchanger exchanger, int port, Deadline deadline) throws Unroutable {
        return mailHosts.addresses(exchanger, deadline).stream()
                .map(address -> new Peer(exchanger.host(), new InetSocketAddress(address, port), false))
                .toList();
    }

    private List<Peer> literal(String address, int port) throws Unroutable {
        return List.of(new Peer(address, new InetSocketAddress(mailHosts.literal(address), port), false));
    }

    /** A host of the operator's: as the system knows it, be it from the DNS or not. Whatever is wrong with it may be put right. */
    private static List<Peer> fixed(String host, int port, boolean lmtp, Deadline deadline) throws Unroutable {
        FutureTask<InetAddress[]> lookUp = new FutureTask<>(() -> InetAddress.getAllByName(host));
        Thread.ofVirtual().name("look-up").start(lookUp);
        try {
            InetAddress[] found = lookUp.get(deadline.left().toNanos(), TimeUnit.NANOSECONDS);
            return List.of(found).stream()
                    .map(address -> new Peer(host, new InetSocketAddress(address, port), lmtp))
                    .toList();
        } catch (ExecutionException e) {
            String why = e.getCause() instanceof UnknownHostException ? "is not known" : "cannot be looked up";
            throw Unroutable.notNow("the host " + host + " " + why);
        } catch (TimeoutException e) {
            throw Unroutable.notNow("the host " + host + " was not looked up in time");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Unroutable.interrupted();
        }
    }
}
