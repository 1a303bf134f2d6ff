package io.postern.address;

import static java.util.Objects.requireNonNullElse;
import static java.util.concurrent.CompletableFuture.completedFuture;

import io.postern.check.client.RegisteredDomain;
import io.postern.check.client.ReverseNames;
import io.postern.check.dns.Answers;
import io.postern.check.dns.DnsAnswer.Failure;
import io.postern.check.dns.Inquiry;
import io.postern.contract.Session;
import io.postern.contract.Verdict.Reason;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/** What to think of a client's HELO name: one flaw at most. */
@Singleton
class HeloRule {

    private final OurNames ours;
    private final Flaws flaws;

    HeloRule(OurNames ours, Flaws flaws) {
        this.ours = ours;
        this.flaws = flaws;
    }

    /** @param reverse the names of the client, which say whether another name is at least of the same house */
    CompletableFuture<Optional<Reason>> judge(
            Session session, InetAddress client, CompletableFuture<ReverseNames> reverse, Inquiry inquiry) {
        Helo helo = Helo.of(requireNonNullElse(session.helo(), ""));
        if (helo == null) {
            return completedFuture(flaw(Flaw.HELO_INVALID, session));
        }
        if (ours.have(helo, session.host())) {
            return completedFuture(flaw(Flaw.HELO_OURS, session));
        }
        return switch (helo) {
            case Helo.Literal(InetAddress address) ->
                completedFuture(address.equals(client) ? Optional.empty() : flaw(Flaw.HELO_LITERAL_MISMATCH, session));
            case Helo.Host(Name name) ->
                lookUp(name, inquiry).thenCombine(reverse, (host, names) -> judge(session, client, name, host, names));
        };
    }

    /** A name that only takes mail is one too, if it has no address. */
    private static CompletableFuture<Answers> lookUp(Name name, Inquiry inquiry) {
        return inquiry.addresses(name)
                .thenCompose(addresses -> addresses.absent()
                        ? inquiry.ask(name, Type.MX).thenApply(addresses::and)
                        : completedFuture(addresses));
    }

    private Optional<Reason> judge(Session session, InetAddress client, Name name, Answers host, ReverseNames reverse) {
        Failure failure = host.failure();
        if (!host.found()) {
            return failure == null
                    ? flaw(Flaw.HELO_UNRESOLVABLE, session)
                    : flaw(Flaw.HELO_ERROR, session, Map.of("cause", failure.name()));
        }
        boolean known = failure == null && reverse.failure() == null;
        return !known || host.have(client) || sameHouse(name, reverse)
                ? Optional.empty()
                : flaw(Flaw.HELO_INCONSISTENT, session);
    }

    private static boolean sameHouse(Name name, ReverseNames reverse) {
        return reverse.confirmed().stream().anyMatch(other -> RegisteredDomain.shared(name, other));
    }

    private Optional<Reason> flaw(Flaw flaw, Session session) {
        return flaw(flaw, session, Map.of());
    }

    private Optional<Reason> flaw(Flaw flaw, Session session, Map<String, String> more) {
        String helo = requireNonNullElse(session.helo(), "");
        Map<String, String> detail = new HashMap<>(more);
        detail.put("address", session.clientIp());
        detail.put("helo", helo);
        return Optional.of(flaws.reason(flaw, helo, detail));
    }
}
