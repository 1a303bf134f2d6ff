package io.postern.antispam.rule;

import io.postern.antispam.letter.Domains;
import io.postern.antispam.letter.Letter;
import io.postern.antispam.letter.Url;
import io.postern.antispam.letter.Words;
import io.postern.check.client.IpAddress;
import io.postern.check.mime.Link;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** Where its links lead, and whether they say so. */
final class LinkRules {

    static final List<Rule> ALL = List.of(
            link("link-ip", "a link to an address instead of a name", url -> numeric(url.host())),
            link(
                    "link-punycode",
                    "a link to a name in another script",
                    url -> url.host().startsWith("xn--")
                            || url.host().contains(".xn--")
                            || url.host().chars().anyMatch(c -> c > 127)),
            link(
                    "link-user",
                    "a link with a user's name in front",
                    url -> url.web() && !url.user().isEmpty()),
            link(
                    "link-port",
                    "a link to an odd port",
                    url -> url.web()
                            && !url.port().isEmpty()
                            && !url.port().equals("80")
                            && !url.port().equals("443")),
            link(
                    "link-encoded-host",
                    "a link whose host is written in codes",
                    url -> url.host().contains("%")),
            link(
                    "link-data",
                    "a link that has its page in it",
                    url -> url.scheme().equals("data")
                            || url.scheme().equals("javascript")
                            || url.scheme().equals("vbscript")),
            Rule.listed(
                    "link-shortener",
                    "a link that hides where it leads",
                    (letter, lists) -> letter.hosts().stream().anyMatch(host -> lists.covers("shorteners", host))),
            Rule.listed(
                    "link-free-host",
                    "a link to a page that anybody may put up",
                    (letter, lists) -> letter.hosts().stream().anyMatch(host -> lists.covers("free-hosts", host))),
            Rule.listed(
                    "link-cheap-domain",
                    "a link into a domain that costs next to nothing",
                    (letter, lists) ->
                            letter.hosts().stream().anyMatch(host -> lists.has("cheap-domains", last(host)))),
            Rule.when("link-otherwise", "a link whose text names another host", LinkRules::otherwise),
            Rule.when("link-recipient", "a link with the recipient's address in it", LinkRules::tagged),
            Rule.listed(
                    "link-remove",
                    "a link to be removed by",
                    (letter, lists) -> letter.clickable()
                            .filter(url -> !url.scheme().equals("mailto"))
                            .anyMatch(url -> Words.of(url.path(), 20).stream()
                                    .anyMatch(word -> lists.has("remove-words", word)))),
            Rule.listed(
                    "mailto-remove",
                    "a mail to be removed by",
                    (letter, lists) -> letter.clickable()
                            .filter(url -> url.scheme().equals("mailto"))
                            .anyMatch(url -> Words.of(url.path(), 20).stream()
                                    .anyMatch(word -> lists.has("remove-words", word)))),
            Rule.when(
                    "link-random-host",
                    "a link to a name of random letters",
                    letter -> letter.hosts().stream().anyMatch(LinkRules::random)),
            Rule.when("image-link", "an image that is a link", LinkRules::imageLink));

    private LinkRules() {}

    private static Rule link(String name, String text, Predicate<Url> is) {
        return Rule.when(name, text, letter -> letter.clickable().anyMatch(is));
    }

    /** Also as one number, or in hexadecimal or octal, as browsers take it. */
    private static boolean numeric(String host) {
        return host.startsWith("[")
                || IpAddress.of(host) != null
                || (!host.isEmpty()
                        && (Character.isDigit(host.charAt(host.length() - 1))
                                || last(host).startsWith("0x"))
                        && host.matches("(0x[0-9a-f]+|[0-9]+)(\\.(0x[0-9a-f]+|[0-9]+)){0,3}"));
    }

    private static String last(String host) {
        return host.substring(host.lastIndexOf('.') + 1);
    }

    private static boolean otherwise(Letter letter) {
        return letter.links().stream()
                .filter(link -> link.kind() == Link.Kind.ANCHOR)
                .anyMatch(LinkRules::otherwise);
    }

    private static boolean otherwise(Link link) {
        String shown = link.shown().strip().toLowerCase(Locale.ROOT);
        if (!shown.startsWith("http://") && !shown.startsWith("https://") && !shown.startsWith("www.")) {
            return false;
        }
        Url target = Url.of(link.target());
        String named = Url.of(shown.split("\\s", 2)[0]).host();
        return target.web()
                && named.indexOf('.') > 0
                && !Domains.organisation(named).equals(Domains.organisation(target.host()));
    }

    private static boolean tagged(Letter letter) {
        return letter.clickable()
                .filter(url -> !url.scheme().equals("mailto"))
                .map(url -> url.path().toLowerCase(Locale.ROOT).replace("%40", "@"))
                .anyMatch(path ->
                        letter.to().stream().limit(20).anyMatch(to -> to.valid() && path.contains(to.address())));
    }

    /** Six consonants in a row, or digits in the middle of letters more than once. */
    private static boolean random(String host) {
        String label = Domains.organisation(host);
        int consonants = 0;
        int changes = 0;
        for (int i = 0; i < label.length() && label.charAt(i) != '.'; i++) {
            char c = label.charAt(i);
            consonants = c >= 'a' && c <= 'z' && "aeiouy".indexOf(c) < 0 ? consonants + 1 : 0;
            changes += i > 0 && Character.isDigit(c) != Character.isDigit(label.charAt(i - 1)) ? 1 : 0;
            if (consonants >= 6 || changes >= 4) {
                return !numeric(host);
            }
        }
        return false;
    }

    private static boolean imageLink(Letter letter) {
        return letter.links().stream()
                .anyMatch(link -> link.kind() == Link.Kind.ANCHOR
                        && link.shown().isBlank()
                        && Url.of(link.target()).web());
    }
}
