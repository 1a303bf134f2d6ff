package io.postern.greylist;

import io.postern.check.client.AddressInName;
import io.postern.check.client.GenericName;
import io.postern.check.client.RegisteredDomain;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;

/**
 * What vouches for a client beyond its network, so that a sender whose hosts take turns is known by all of them. It is a kind,
 * a colon and a name. For now there is one kind, {@code host:} with what a forward-confirmed host name has in common with
 * those of its neighbours: the name without its first label. A domain that SPF aligns would be another kind, and nothing but
 * this class would know.
 */
final class Origin {

    /** In the first label; a sender's hosts that take turns are numbered, but not in hundreds. */
    private static final Pattern SERIAL = Pattern.compile("\\d{3}|(?=[a-f]*\\d)[0-9a-f]{6,}");

    private Origin() {}

    /**
     * @param confirmed names of the client that lead back to it
     * @return {@code null} if it has none, or only such as a provider gives to anybody
     */
    static @Nullable String of(List<Name> confirmed, InetAddress client) {
        return confirmed.stream()
                .filter(name -> !anybodys(name, client))
                .map(Origin::stem)
                .sorted()
                .findFirst()
                .map("host:"::concat)
                .orElse(null);
    }

    /** A customer's line or machine: its neighbours by name are strangers to it. */
    private static boolean anybodys(Name name, InetAddress client) {
        String text = name.toString(true).toLowerCase(Locale.ROOT);
        return AddressInName.is(text, client)
                || !GenericName.signs(name, client).isEmpty()
                || SERIAL.matcher(name.getLabelString(0).toLowerCase(Locale.ROOT))
                        .find();
    }

    /** Never above the registered domain. */
    private static String stem(Name name) {
        int labels = name.labels() - 1;
        Name stem = labels > RegisteredDomain.labels(name) ? new Name(name, 1) : name;
        return stem.toString(true).toLowerCase(Locale.ROOT);
    }
}
