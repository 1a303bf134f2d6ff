package io.postern.greylist;

import io.postern.check.client.ReverseNames;
import io.postern.check.dns.Dns;
import io.postern.check.dns.Inquiry;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.xbill.DNS.Name;

/** The names of a client that lead back to it; none if the DNS does not say in time. */
@Singleton
class ClientNames {

    private final Dns dns;
    private final Duration deadline;

    ClientNames(Dns dns, GreylistSettings settings) {
        this.dns = dns;
        this.deadline = settings.namesDeadline();
    }

    List<Name> of(InetAddress client) throws InterruptedException {
        return Inquiry.await(ReverseNames.of(client, new Inquiry(dns, deadline)))
                .confirmed();
    }
}
