package io.postern.address;

import io.postern.check.client.IpAddress;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What nobody but us may call himself. */
@Singleton
class OurNames {

    private final Set<Helo> listed = new HashSet<>();

    OurNames(AddressSettings settings) {
        settings.ourNames().orElse(List.of()).forEach(name -> listed.add(read(name)));
    }

    private static Helo read(String text) {
        InetAddress address = IpAddress.of(text);
        Helo helo = address == null ? Helo.of(text) : new Helo.Literal(address);
        if (helo == null) {
            throw new ConfigurationException(
                    "postern.address.our-names has '" + text + "': neither a host name with a domain nor an address");
        }
        return helo;
    }

    /** @param host the name by which the ingress goes */
    boolean have(Helo helo, String host) {
        return listed.contains(helo) || helo.equals(Helo.of(host));
    }
}
