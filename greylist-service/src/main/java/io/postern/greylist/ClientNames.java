package io.postern.greylist;

import io.postern.check.client.ReverseNames;
import io.postern.check.dns.Dns;
import io.postern.check.dns.Inquiry;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.xbill.DNS.Name;

/**
 * The names of a client that lead back to it; none if the DNS does not say in time. Only so many wait for it: a name server
 * that is slow must not hold up those whose network is enough.
 */
@Singleton
class ClientNames {

    private static final int WAITING = 64;

    private final Dns dns;
    private final Duration deadline;
    private final Semaphore places = new Semaphore(WAITING);

    ClientNames(Dns dns, GreylistSettings settings) {
        this.dns = dns;
        this.deadline = settings.namesDeadline();
    }

    List<Name> of(InetAddress client) throws InterruptedException {
        CompletableFuture<ReverseNames> names = ReverseNames.of(client, new Inquiry(dns, deadline));
        if (names.isDone()) {
            return Inquiry.await(names).confirmed();
        }
        if (!places.tryAcquire()) {
            return List.of();
        }
        try {
            return Inquiry.await(names).confirmed();
        } finally {
            places.release();
        }
    }
}
