package io.postern.check.client;

import io.postern.check.dns.Answers;
import io.postern.check.dns.DnsAnswer;
import io.postern.check.dns.DnsAnswer.Failure;
import io.postern.check.dns.Inquiry;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.ReverseMap;
import org.xbill.DNS.Type;

/**
 * The names of a client's address, and whether they lead back to it: forward-confirmed reverse DNS.
 *
 * @param pointers what was said of the address
 * @param names its names, as many of them as are looked at
 * @param forward what was said of their addresses, of all together
 * @param confirmed the names that lead back
 */
public record ReverseNames(DnsAnswer pointers, List<Name> names, Answers forward, List<Name> confirmed) {

    /** An address may have hundreds of names; more than this are not looked at. */
    public static final int MOST = 8;

    public ReverseNames {
        names = List.copyOf(names);
        confirmed = List.copyOf(confirmed);
    }

    /** Looks them up. */
    public static CompletableFuture<ReverseNames> of(InetAddress client, Inquiry inquiry) {
        return inquiry.ask(ReverseMap.fromAddress(client), Type.PTR)
                .thenCompose(pointers -> confirm(client, pointers, inquiry));
    }

    private static CompletableFuture<ReverseNames> confirm(InetAddress client, DnsAnswer pointers, Inquiry inquiry) {
        List<Name> names = names(pointers);
        CompletableFuture<ReverseNames> all =
                CompletableFuture.completedFuture(new ReverseNames(pointers, names, Answers.of(), List.of()));
        List<CompletableFuture<DnsAnswer>> asked =
                names.stream().map(name -> inquiry.ask(name, type(client))).toList();
        for (int i = 0; i < names.size(); i++) {
            Name name = names.get(i);
            all = all.thenCombine(asked.get(i), (before, answer) -> before.and(name, answer, client));
        }
        return all;
    }

    /** Sorted, since servers like to shuffle them, and the same ones shall be looked at each time. */
    private static List<Name> names(DnsAnswer pointers) {
        return pointers.records(PTRRecord.class)
                .map(PTRRecord::getTarget)
                .distinct()
                .sorted()
                .limit(MOST)
                .toList();
    }

    private static int type(InetAddress client) {
        return client.getAddress().length == 4 ? Type.A : Type.AAAA;
    }

    private ReverseNames and(Name name, DnsAnswer addresses, InetAddress client) {
        List<Name> leadBack = new ArrayList<>(confirmed);
        if (Answers.of(addresses).have(client)) {
            leadBack.add(name);
        }
        return new ReverseNames(pointers, names, forward.and(addresses), leadBack);
    }

    /** Why it is not known whether there is a name that leads back; {@code null} if it is. */
    public @Nullable Failure failure() {
        if (!confirmed.isEmpty()) {
            return null;
        }
        return pointers.failed() ? pointers.failure() : forward.failure();
    }
}
