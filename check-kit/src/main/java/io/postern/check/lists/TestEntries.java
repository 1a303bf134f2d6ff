package io.postern.check.lists;

import io.postern.check.dns.Dns;
import io.postern.check.dns.DnsAnswer;
import io.postern.check.dns.DnsAnswer.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/**
 * Asks lists what they have to know (RFC 5782 section 5): of addresses 127.0.0.2 is listed and 127.0.0.1 is not, of
 * names TEST is, or what else a list has for that, and INVALID is not. And somebody who cannot be on a list and for whom nobody has asked before, so that no
 * memory on the way can answer.
 */
class TestEntries {

    /** Of a look-up that failed here: the list is neither well nor broken. */
    static final Fault TELLS_NOTHING = Fault.of("");

    private final Dns dns;

    TestEntries(Dns dns) {
        this.dns = dns;
    }

    /** What is wrong with the list: nothing if it is well. */
    CompletableFuture<List<Fault>> probe(DnsList list) {
        List<CompletableFuture<@Nullable Fault>> findings = new ArrayList<>();
        // Of one that has both, names are enough: what it has is one thing, served by the same servers.
        Set<Family> probed = list.families().contains(Family.NAME) ? Set.of(Family.NAME) : list.families();
        probed.forEach(family -> probe(list, family, findings));
        return CompletableFuture.allOf(findings.toArray(CompletableFuture<?>[]::new))
                .thenApply(done -> findings.stream()
                        .map(CompletableFuture::join)
                        .filter(Objects::nonNull)
                        .toList());
    }

    private void probe(DnsList list, Family family, List<CompletableFuture<@Nullable Fault>> findings) {
        findings.add(ask(list, QueryName.ofListed(list, family)).thenApply(TestEntries::unlessListed));
        findings.add(ask(list, QueryName.ofUnlisted(family)).thenApply(TestEntries::unlessAbsent));
        findings.add(ask(list, QueryName.ofNobody(family)).thenApply(TestEntries::unlessAbsent));
    }

    /**
     * Whether the list has somebody whom no list can have.
     *
     * @return absent if it has not
     */
    CompletableFuture<DnsAnswer> challenge(DnsList list, Family family) {
        return ask(list, QueryName.ofNobody(family))
                .thenCombine(ask(list, QueryName.ofUnlisted(family)), (one, other) -> one.absent() ? other : one)
                .thenApply(answer -> error(answer) == null ? answer : DnsAnswer.failed(Failure.REFUSED));
    }

    private CompletableFuture<DnsAnswer> ask(DnsList list, Name entry) {
        Name name = QueryName.under(list, entry);
        return name == null
                ? CompletableFuture.completedFuture(DnsAnswer.failed(Failure.MALFORMED))
                : dns.askAnew(name, Type.A);
    }

    private static @Nullable Fault unlessListed(DnsAnswer answer) {
        if (answer.failed()) {
            return failure(answer);
        }
        return answer.absent() ? Fault.of("its test entry is not listed") : error(answer);
    }

    private static @Nullable Fault unlessAbsent(DnsAnswer answer) {
        if (answer.failed()) {
            return failure(answer);
        }
        if (answer.absent()) {
            return null;
        }
        Fault error = error(answer);
        return error == null ? Fault.everybody(answer) : error;
    }

    private static Fault failure(DnsAnswer answer) {
        return answer.failure() == Failure.OVERLOADED ? TELLS_NOTHING : Fault.of(Fault.cause(answer));
    }

    private static @Nullable Fault error(DnsAnswer answer) {
        return answer.records(ARecord.class)
                .map(ARecord::getAddress)
                .filter(address -> DnsList.isError(address.getAddress()))
                .findFirst()
                .map(Fault::error)
                .orElse(null);
    }
}
