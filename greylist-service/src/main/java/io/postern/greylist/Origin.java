package io.postern.greylist;

import io.postern.check.client.GenericName;
import io.postern.check.client.RegisteredDomain;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;

/**
 * What vouches for a client beyond its network, so that a sender whose hosts take turns is known by all of them. It is a kind,
 * a colon and a name. For now there is one kind, {@code host:} with what a forward-confirmed host name has in common with
 * those of its neighbours: the name without its first label. A domain that SPF aligns would be another kind, and nothing but
 * this class would know.
 */
final class Origin {

    private Origin() {}

    /**
     * @param confirmed names of the client that lead back to it
     * @return {@code null} if it has none, or only such as a provider gives to anybody's line
     */
    static @Nullable String of(List<Name> confirmed, InetAddress client) {
        return confirmed.stream()
                .filter(name -> GenericName.signs(name, client).isEmpty())
                .map(Origin::stem)
                .sorted()
                .findFirst()
                .map("host:"::concat)
                .orElse(null);
    }

    /** Never above the registered domain. */
    private static String stem(Name name) {
        int labels = name.labels() - 1;
        Name stem = labels > RegisteredDomain.labels(name) ? new Name(name, 1) : name;
        return stem.toString(true).toLowerCase(Locale.ROOT);
    }
}
