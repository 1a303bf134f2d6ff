package io.postern.check.client;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.xbill.DNS.Name;

/**
 * Whether a host name looks as if it were that of anybody's line, not of a server that somebody cared to name. There are two
 * signs: the address is in the name, and the name has a word for lines. A word for servers makes up for one of them.
 */
public final class GenericName {

    private static final Set<String> LINES = Set.of(
            "abo",
            "adsl",
            "broadband",
            "cable",
            "cablemodem",
            "catv",
            "cpe",
            "dhcp",
            "dial",
            "dialin",
            "dialup",
            "dip",
            "docsis",
            "dsl",
            "dslb",
            "dyn",
            "dynamic",
            "dynamicip",
            "dynip",
            "dynpool",
            "fios",
            "ftth",
            "gpon",
            "gprs",
            "hsd",
            "ippool",
            "kabel",
            "lte",
            "modem",
            "modemcable",
            "pool",
            "pools",
            "ppp",
            "pppoe",
            "rdsl",
            "residential",
            "sdsl",
            "unassigned",
            "vdsl",
            "wimax",
            "xdsl");

    private static final Set<String> LINE_STEMS = Set.of("dhcp", "dialup", "dynamic", "adsl", "vdsl", "cable");

    /** At the left of a name; and whatever begins or ends with the first two. */
    private static final Set<String> SERVERS = Set.of("mail", "smtp", "mx", "mta", "mout", "relay", "outbound", "out");

    private static final Set<String> FIXED = Set.of("static", "fixed");

    private static final Pattern WORD = Pattern.compile("[a-z]+");
    private static final Pattern LABELS = Pattern.compile("\\.");

    private GenericName() {}

    /** What makes it look so, in words; empty if it does not. */
    public static List<String> signs(Name name, InetAddress client) {
        String whole = name.toString(true).toLowerCase(Locale.ROOT);
        String host = host(name);
        List<String> signs = new ArrayList<>();
        if (AddressInName.is(whole, client)) {
            signs.add("address");
        }
        words(host).stream().filter(GenericName::ofALine).findFirst().ifPresent(signs::add);
        int without = server(host) ? 1 : 0;
        return signs.size() > without ? signs : List.of();
    }

    /** What is left of the registered domain: whoever sells lines may well be called so. */
    private static String host(Name name) {
        int labels = name.labels() - 1 - RegisteredDomain.labels(name);
        StringBuilder host = new StringBuilder();
        for (int i = 0; i < labels; i++) {
            host.append(i == 0 ? "" : ".").append(name.getLabelString(i).toLowerCase(Locale.ROOT));
        }
        return host.toString();
    }

    private static List<String> words(String text) {
        return WORD.matcher(text).results().map(MatchResult::group).toList();
    }

    private static boolean ofALine(String word) {
        return LINES.contains(word) || LINE_STEMS.stream().anyMatch(word::startsWith);
    }

    private static boolean server(String host) {
        String left = LABELS.split(host, 2)[0];
        return words(left).stream().anyMatch(GenericName::ofAServer)
                || words(host).stream().anyMatch(FIXED::contains);
    }

    private static boolean ofAServer(String word) {
        return SERVERS.contains(word)
                || Stream.of("mail", "smtp").anyMatch(stem -> word.startsWith(stem) || word.endsWith(stem));
    }
}
