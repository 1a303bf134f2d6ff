package io.postern.antispam.url;

import io.postern.antispam.letter.Letter;
import io.postern.antispam.letter.Url;
import io.postern.antispam.rule.Lists;
import io.postern.check.mime.Link;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/** Where the links of a mail lead, those of mails within it included, each place once. */
final class Destinations {

    /** The operator's list of domains that everybody links to. */
    private static final String WELL_KNOWN = "well-known";

    /** Addresses within an address: where a redirector sends its readers. */
    private static final int MOST_WITHIN = 3;

    private Destinations() {}

    /**
     * Those that lists are to be asked about.
     *
     * @param most of a mail with more of them so many are drawn, so that no place in it is safe behind the others
     */
    static List<Destination> of(Letter letter, Lists lists, int most) {
        Map<String, Destination> found = new LinkedHashMap<>();
        letter.links().stream()
                .flatMap(Destinations::hosts)
                .filter(host -> !host.isEmpty())
                .distinct()
                .forEach(host -> add(host, lists, found));
        List<Destination> all = new ArrayList<>(found.values());
        if (all.size() <= most) {
            return all;
        }
        Collections.shuffle(all, ThreadLocalRandom.current());
        return all.subList(0, most);
    }

    private static void add(String host, Lists lists, Map<String, Destination> found) {
        Destination destination = Destination.of(host);
        if (destination != null && !lists.covers(WELL_KNOWN, destination.shown())) {
            found.putIfAbsent(destination.shown(), destination);
        }
    }

    private static Stream<String> hosts(Link link) {
        Url url = Url.of(named(link.target()) ? "http://" + link.target() : link.target());
        boolean leadsOut =
                url.web() || url.scheme().equals("ftp") || link.target().startsWith("//");
        return Stream.concat(leadsOut ? Stream.of(url.host()) : Stream.of(), within(url.path()));
    }

    /** Mail programs help those who forget the scheme. */
    private static boolean named(String target) {
        return target.regionMatches(true, 0, "www.", 0, 4);
    }

    private static Stream<String> within(String path) {
        String decoded = WebHost.decoded(path);
        String lower = decoded.toLowerCase(Locale.ROOT);
        List<String> hosts = new ArrayList<>();
        int at = lower.indexOf("http");
        while (at >= 0 && hosts.size() < MOST_WITHIN) {
            if (lower.startsWith("://", at + 4) || lower.startsWith("s://", at + 4)) {
                hosts.add(Url.of(decoded.substring(at)).host());
            }
            at = lower.indexOf("http", at + 4);
        }
        return hosts.stream();
    }
}
