package io.postern.greylist;

import io.postern.check.client.Network;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.xbill.DNS.Name;

/**
 * Who is never greylisted.
 *
 * @param networks of clients
 * @param except networks that are greylisted although {@code networks} have them
 * @param names of clients, forward-confirmed: a host, or with a dot in front a domain with all below it
 * @param senders {@code user@domain}, {@code @domain}, {@code @.domain} with all below it
 * @param recipients as senders, or {@code user@} in whatever domain
 */
record Exemptions(
        List<Network> networks, List<Network> except, Set<String> names, Set<String> senders, Set<String> recipients) {

    static final Exemptions NONE = new Exemptions(List.of(), List.of(), Set.of(), Set.of(), Set.of());

    Exemptions {
        networks = List.copyOf(networks);
        except = List.copyOf(except);
        names = Set.copyOf(names);
        senders = Set.copyOf(senders);
        recipients = Set.copyOf(recipients);
    }

    boolean client(InetAddress address) {
        return networks.stream().anyMatch(network -> network.contains(address))
                && except.stream().noneMatch(network -> network.contains(address));
    }

    /** @param confirmed names of the client that lead back to it */
    boolean client(List<Name> confirmed) {
        return confirmed.stream()
                .map(name -> name.toString(true).toLowerCase(Locale.ROOT))
                .anyMatch(name -> host(names, "", name));
    }

    boolean sender(String address) {
        return address(senders, address.toLowerCase(Locale.ROOT)) || address(senders, SenderKey.plain(address));
    }

    boolean recipient(String address) {
        String lower = address.toLowerCase(Locale.ROOT);
        int at = lower.lastIndexOf('@');
        // RFC 5321 section 4.1.1.3: postmaster needs no domain.
        String local = at < 0 ? lower : lower.substring(0, at);
        int extension = local.indexOf('+');
        String user = extension > 0 ? local.substring(0, extension) : local;
        return address(recipients, lower) || recipients.contains(user + "@");
    }

    private static boolean address(Set<String> listed, String address) {
        int at = address.lastIndexOf('@');
        return at >= 0 && (listed.contains(address) || host(listed, "@", address.substring(at + 1)));
    }

    /** Whether the name is listed, or with a dot in front it or one above it. */
    private static boolean host(Set<String> listed, String mark, String name) {
        return listed.contains(mark + name)
                || Stream.iterate(name, above -> !above.isEmpty(), Exemptions::parent)
                        .anyMatch(above -> listed.contains(mark + "." + above));
    }

    private static String parent(String name) {
        int dot = name.indexOf('.');
        return dot < 0 ? "" : name.substring(dot + 1);
    }
}
