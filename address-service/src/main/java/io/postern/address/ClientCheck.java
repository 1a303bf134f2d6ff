package io.postern.address;

import io.postern.check.Finding;
import io.postern.check.GreetingCheck;
import io.postern.check.client.IpAddress;
import io.postern.check.client.ReverseNames;
import io.postern.check.dns.Inquiry;
import io.postern.contract.ConnectionOpened;
import io.postern.contract.Session;
import io.postern.contract.Verdict.Reason;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** Has the client's address a name that leads back to it, and is its HELO name one that it may have? */
@Singleton
class ClientCheck implements GreetingCheck {

    private final Inquiries inquiries;
    private final Spared spared;
    private final ReverseRule reverseRule;
    private final HeloRule heloRule;

    ClientCheck(Inquiries inquiries, Spared spared, ReverseRule reverseRule, HeloRule heloRule) {
        this.inquiries = inquiries;
        this.spared = spared;
        this.reverseRule = reverseRule;
        this.heloRule = heloRule;
    }

    @Override
    public Finding check(ConnectionOpened greeting) throws InterruptedException {
        Session session = greeting.session();
        if (spared.has(session)) {
            return Finding.pass();
        }
        InetAddress client = IpAddress.of(session.clientIp());
        return client == null ? Finding.error("the client's address is none") : check(session, client);
    }

    private Finding check(Session session, InetAddress client) throws InterruptedException {
        Inquiry inquiry = inquiries.open();
        CompletableFuture<ReverseNames> names = ReverseNames.of(client, inquiry);
        CompletableFuture<Optional<Reason>> helo = heloRule.judge(session, client, names, inquiry);
        Optional<Reason> reverse = reverseRule.judge(session, client, Inquiry.await(names));
        return Finding.of(Stream.of(reverse, Inquiry.await(helo))
                .flatMap(Optional::stream)
                .toList());
    }
}
