package io.postern.address;

import io.postern.check.client.GenericName;
import io.postern.check.client.ReverseNames;
import io.postern.check.dns.DnsAnswer.Failure;
import io.postern.contract.Session;
import io.postern.contract.Verdict.Reason;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.xbill.DNS.Name;

/** What to think of a client's names: one flaw at most. */
@Singleton
class ReverseRule {

    private final Flaws flaws;

    ReverseRule(Flaws flaws) {
        this.flaws = flaws;
    }

    Optional<Reason> judge(Session session, InetAddress client, ReverseNames reverse) {
        Failure failure = reverse.failure();
        if (failure != null) {
            return flaw(Flaw.REVERSE_ERROR, session, reverse.names(), Map.of("cause", failure.name()));
        }
        if (reverse.pointers().absent()) {
            return flaw(Flaw.NO_REVERSE, session, List.of(), Map.of());
        }
        if (reverse.confirmed().isEmpty()) {
            return flaw(Flaw.REVERSE_UNCONFIRMED, session, reverse.names(), Map.of());
        }
        return generic(session, client, reverse.confirmed());
    }

    /** One good name is enough. */
    private Optional<Reason> generic(Session session, InetAddress client, List<Name> confirmed) {
        List<String> signs = List.of();
        for (Name name : confirmed) {
            signs = GenericName.signs(name, client);
            if (signs.isEmpty()) {
                return Optional.empty();
            }
        }
        return flaw(Flaw.REVERSE_GENERIC, session, confirmed, Map.of("signs", String.join(",", signs)));
    }

    private Optional<Reason> flaw(Flaw flaw, Session session, List<Name> names, Map<String, String> more) {
        Map<String, String> detail = new HashMap<>(more);
        detail.put("address", session.clientIp());
        if (!names.isEmpty()) {
            detail.put("name", names.stream().map(name -> name.toString(true)).collect(Collectors.joining(",")));
        }
        return Optional.of(flaws.reason(flaw, session.clientIp(), detail));
    }
}
