package io.postern.delivery;

import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** The name by which this mail system greets and reports. */
@ApplicationScoped
public class HostName {

    private final String name;

    HostName(DeliverySettings settings) {
        this.name = settings.hostName().orElseGet(HostName::ofMachine);
    }

    private static String ofMachine() {
        try {
            return InetAddress.getLocalHost().getCanonicalHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    public String name() {
        return name;
    }
}
