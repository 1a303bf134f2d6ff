package io.postern.antispam.rule;

import static io.postern.antispam.Letters.html;
import static io.postern.antispam.Letters.letter;
import static io.postern.antispam.Letters.saying;
import static io.postern.antispam.Letters.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.postern.antispam.letter.Letter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RulesTest {

    private static final Scores SHIPPED = ScoresText.shipped();
    private static final Letter ORDINARY = with();

    private static final String MANY_WORDS =
            "There are so many words in here that nobody would say it is an image with a caption"
                    + " only, and they go on for a while, about this and that, until there are enough of them. ";

    /** What each rule is about, and what is near it and is not. */
    private static Stream<Arguments> cases() {
        return Stream.of(header(), dates(), sender(), recipients(), subject(), body(), links(), attachments(), bulk())
                .flatMap(map -> map.entrySet().stream())
                .flatMap(entry -> entry.getValue().stream().map(it -> arguments(entry.getKey(), it)));
    }

    /**
     * A pair.
     *
     * @param holds a mail for which the rule holds
     * @param not one for which it does not
     */
    record Pair(Letter holds, Letter not) {}

    private static List<Pair> pairs(Letter... mails) {
        return java.util.stream.IntStream.range(0, mails.length / 2)
                .mapToObj(i -> new Pair(mails[2 * i], mails[2 * i + 1]))
                .toList();
    }

    private static Map<String, List<Pair>> header() {
        return Map.ofEntries(
                Map.entry("from-missing", pairs(with("From:-"), ORDINARY)),
                Map.entry("from-no-address", pairs(with("From: Carol"), with("From:-"))),
                Map.entry("to-missing", pairs(with("To:-"), with("To:-", "Cc: alice@postern.test"))),
                Map.entry("to-no-address", pairs(with("To: undisclosed-recipients:;"), ORDINARY)),
                Map.entry("subject-missing", pairs(with("Subject:-"), ORDINARY, with("Subject:  "), ORDINARY)),
                Map.entry("message-id-missing", pairs(with("Message-ID:-"), ORDINARY)),
                Map.entry("message-id-form", pairs(with("Message-ID: 1@client.example"), ORDINARY)),
                Map.entry(
                        "message-id-bare-host", pairs(with("Message-ID: <1@pc>"), with("Message-ID: <1@pc.example>"))),
                Map.entry(
                        "header-doubled", pairs(with("Subject: a", "Subject: b"), with("Received: a", "Received: b"))),
                Map.entry(
                        "header-raw-8bit",
                        pairs(with("Subject: Gr\u00fc\u00dfe"), with("Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?="))),
                Map.entry("header-broken", pairs(with("no field at all"), ORDINARY)),
                Map.entry(
                        "structure-ambiguous",
                        pairs(with("Content-Type: text/plain", "Content-Type: text/html"), ORDINARY)),
                Map.entry(
                        "mime-version-missing",
                        pairs(with("MIME-Version:-"), with("MIME-Version:-", "Content-Type:-"))),
                Map.entry(
                        "priority-high",
                        pairs(
                                with("X-Priority: 1 (Highest)"),
                                with("X-Priority: 3"),
                                with("Importance: high"),
                                ORDINARY)),
                Map.entry("mailer-bulk", pairs(with("X-Mailer: Group Mail 3"), with("X-Mailer: Mutt"))),
                Map.entry(
                        "mailer-odd",
                        pairs(
                                with("X-Mailer: Microsoft Outlook Express 5.00.2919"),
                                with(
                                        "X-Mailer: Microsoft Outlook Express 5.00.2919",
                                        "X-MimeOLE: Produced By Microsoft MimeOLE V5.00"))),
                Map.entry(
                        "text-base64",
                        pairs(
                                letter(
                                        "Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\nTWVldCBtZSBhdCB0aGUgYnJpZGdl\n"),
                                ORDINARY)),
                Map.entry("spaces-in-header", pairs(with("Subject: Hi            xkqw"), with("Subject: Hi there"))));
    }

    private static Map<String, List<Pair>> dates() {
        String trace = "Received: from a by b; Wed, 4 Mar 2026 10:00:00 +0000";
        return Map.of(
                "date-missing",
                pairs(with("Date:-"), ORDINARY),
                "date-bad",
                pairs(with("Date: yesterday"), with("Date: 4 Mar 2026 09:00:00 GMT")),
                "date-future",
                pairs(
                        with("Date: Fri, 6 Mar 2026 10:00:00 +0000"),
                        with("Date: Wed, 4 Mar 2026 12:00:00 -0700"),
                        with("Date: Fri, 6 Mar 2026 10:00:00 +0000", trace),
                        with("Date: Wed, 4 Mar 2026 10:00:00 +0000 (UTC)", trace)),
                "date-past",
                pairs(
                        with("Date: Wed, 4 Feb 2026 10:00:00 +0000", trace),
                        with("Date: Wed, 4 Feb 2026 10:00:00 +0000")));
    }

    private static Map<String, List<Pair>> sender() {
        return Map.ofEntries(
                Map.entry("from-several", pairs(with("From: a@client.example", "From: b@client.example"), ORDINARY)),
                Map.entry("from-no-name", pairs(with("From: carol@client.example"), ORDINARY)),
                Map.entry(
                        "from-name-address",
                        pairs(
                                with("From: \"service@bank.example\" <x@client.example>"),
                                with("From: \"x@client.example\" <x@client.example>"))),
                Map.entry(
                        "from-digits",
                        pairs(with("From: C <carol20481@client.example>"), with("From: C <carol86@client.example>"))),
                Map.entry(
                        "from-random",
                        pairs(with("From: C <xkqwrtz@client.example>"), with("From: C <schmidt@client.example>"))),
                Map.entry("from-is-to", pairs(with("From: A <alice@postern.test>"), ORDINARY)),
                Map.entry(
                        "from-brand",
                        pairs(
                                with("From: PayPal Service <x@client.example>"),
                                with("From: PayPal Service <x@mail.paypal.com>"))),
                Map.entry(
                        "from-envelope",
                        pairs(
                                with("From: C <carol@other.example>"),
                                with("From: C <carol@mail.client.example>"),
                                with("From: C <carol@other.example>"),
                                with("From: C <carol@other.example>", "List-Id: <l.other.example>"))),
                Map.entry(
                        "reply-elsewhere",
                        pairs(with("Reply-To: carol@other.example"), with("Reply-To: carol@mail.client.example"))),
                Map.entry(
                        "reply-freemail",
                        pairs(with("Reply-To: carol@gmail.com"), with("Reply-To: carol@other.example"))),
                Map.entry(
                        "from-freemail",
                        pairs(with("From: C <carol20481@gmail.com>"), with("From: C <carol@gmail.com>"))),
                Map.entry("name-scripts", pairs(with("From: =?utf-8?q?P=D0=B0ypal?= <x@client.example>"), ORDINARY)));
    }

    private static Map<String, List<Pair>> recipients() {
        String many = Stream.iterate(0, i -> i + 1)
                .limit(40)
                .map(i -> (char) ('a' + i % 26) + "x" + i + "@postern.test")
                .collect(Collectors.joining(", "));
        return Map.of(
                "to-many",
                pairs(with("To: " + many), ORDINARY),
                "to-alike",
                pairs(
                        with("To: alan@a.example, albert@a.example, alf@a.example, alice@a.example, alma@a.example"),
                        with("To: alan@a.example, bob@a.example, carol@a.example, dave@a.example, eve@a.example")),
                "to-undisclosed",
                pairs(with("To: Undisclosed-Recipients:;"), ORDINARY),
                "to-name-is-address",
                pairs(with("To: \"alice@postern.test\" <alice@postern.test>"), ORDINARY),
                "to-not-recipient",
                pairs(with("To: bob@postern.test"), ORDINARY));
    }

    private static Map<String, List<Pair>> subject() {
        return Map.ofEntries(
                Map.entry(
                        "subject-shouting",
                        pairs(with("Subject: LOWEST PRICES EVER"), with("Subject: NASA and ESA meet"))),
                Map.entry("subject-exclaiming", pairs(with("Subject: Now!!"), ORDINARY)),
                Map.entry("subject-question", pairs(with("Subject: Tired of it?"), ORDINARY)),
                Map.entry("subject-money", pairs(with("Subject: Earn $500 now"), with("Subject: $HOME is not set"))),
                Map.entry("subject-percent", pairs(with("Subject: 80% off"), ORDINARY)),
                Map.entry(
                        "subject-answer",
                        pairs(
                                with("Subject: Re: your order"),
                                with("Subject: Re: your order", "In-Reply-To: <1@a.example>"))),
                Map.entry(
                        "subject-serial",
                        pairs(
                                with("Subject: Read this          xkqwe"),
                                with("Subject: Read this chapter"),
                                with("Subject: Read this 8472abxk"),
                                ORDINARY)),
                Map.entry("subject-advert", pairs(with("Subject: ADV: Watches"), with("Subject: Advice on watches"))),
                Map.entry("subject-recipient", pairs(with("Subject: alice, you have won"), ORDINARY)),
                Map.entry(
                        "subject-wrapped",
                        pairs(with("Subject: =?utf-8?b?SGVsbG8=?="), with("Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?="))),
                Map.entry(
                        "subject-scripts",
                        pairs(with("Subject: =?utf-8?q?Vi=D0=B0gra?="), with("Subject: =?utf-8?b?0JzQuNGA?= Mir"))),
                Map.entry("subject-gaps", pairs(with("Subject: F R E E now"), with("Subject: Plan B or C"))));
    }

    private static Map<String, List<Pair>> body() {
        return Map.ofEntries(
                Map.entry("html-only", pairs(html("<p>Hello"), ORDINARY)),
                Map.entry(
                        "image-only",
                        pairs(
                                html("<img src=http://a.example/x.png>"),
                                html(MANY_WORDS + "<img src=http://a.example/x.png>"))),
                Map.entry(
                        "html-images",
                        pairs(html(MANY_WORDS + "<img src=http://a.example/x.png>".repeat(8)), html(MANY_WORDS))),
                Map.entry(
                        "html-form",
                        pairs(html("<form action=http://a.example/><input name=password></form>"), html(MANY_WORDS))),
                Map.entry("html-active", pairs(html("<iframe src=http://a.example/></iframe>"), html(MANY_WORDS))),
                Map.entry(
                        "html-fonts",
                        pairs(html("<font size=7>Buy</font> <font color=red>now</font>"), html(MANY_WORDS))),
                Map.entry("html-centered", pairs(html("<center>Buy</center>"), html(MANY_WORDS))),
                Map.entry(
                        "hidden-text",
                        pairs(
                                html("Buy <span style='display:none'>" + MANY_WORDS.repeat(4) + "</span>"),
                                html(MANY_WORDS))),
                Map.entry(
                        "split-words",
                        pairs(html("V<b></b>i<i></i>a<b></b>g<i></i>r<b></b>a<i></i>n o<b></b>w"), html(MANY_WORDS))),
                Map.entry("body-empty", pairs(saying(""), ORDINARY)),
                Map.entry(
                        "body-link-only",
                        pairs(saying("See http://a.example/x"), saying(MANY_WORDS + "http://a.example/x"))),
                Map.entry("shouting", pairs(saying("THIS OFFER WILL NOT LAST LONG. ".repeat(8)), saying(MANY_WORDS))),
                Map.entry("exclaiming", pairs(saying("Now!!!! Free!!!! Here!!!!"), saying("Now! " + MANY_WORDS))),
                Map.entry(
                        "money", pairs(saying("You get $5,000 and 300 euros"), saying("It has 5,000 lines of $HOME"))),
                Map.entry(
                        "money-large",
                        pairs(
                                saying("US$7,500,000.00"),
                                saying("$50,000"),
                                saying("2.5 Million Dollars"),
                                saying("2.5 million lines"),
                                saying("\u20ac18.5m"),
                                saying("18.5m"),
                                saying("Five Million United States Dollars"),
                                saying("EUR 12,345.67"))),
                Map.entry("gaps", pairs(saying("V I A G R A for you"), saying(MANY_WORDS))),
                Map.entry("word-scripts", pairs(saying("Vi\u0430gra ci\u0430lis"), saying("\u041c\u0438\u0440 peace"))),
                Map.entry("invisible-characters", pairs(saying("Vi\u200bagra"), saying("\u200bHello"))),
                Map.entry(
                        "drawn-letters",
                        pairs(saying("\ud835\udc05\ud835\udc11\ud835\udc04\ud835\udc04 now"), saying(MANY_WORDS))),
                Map.entry(
                        "charset-false",
                        pairs(letter("Content-Type: text/plain; charset=x-none-such\n\nHi"), ORDINARY)),
                Map.entry(
                        "mime-broken",
                        pairs(letter("Content-Type: multipart/mixed; boundary=b\n\nnothing"), ORDINARY)));
    }

    private static Letter link(String target) {
        return html(MANY_WORDS + "<a href=\"" + target + "\">look here</a>");
    }

    private static Map<String, List<Pair>> links() {
        Letter ordinary = link("https://www.client.example/page");
        return Map.ofEntries(
                Map.entry(
                        "link-ip",
                        pairs(
                                link("http://192.0.2.7/x"),
                                ordinary,
                                link("http://3221225991/"),
                                ordinary,
                                link("http://0xC0000207/"),
                                ordinary,
                                link("http://[2001:db8::1]/"),
                                link("http://1and1.example/"))),
                Map.entry("link-punycode", pairs(link("http://xn--80ak6aa92e.example/"), ordinary)),
                Map.entry(
                        "link-user",
                        pairs(link("http://www.bank.example@192.0.2.7/"), link("mailto:carol@client.example"))),
                Map.entry(
                        "link-port",
                        pairs(link("http://www.client.example:8081/"), link("https://www.client.example:443/"))),
                Map.entry(
                        "link-encoded-host",
                        pairs(link("http://%77%77w.client.example/"), link("http://client.example/%77"))),
                Map.entry("link-data", pairs(link("data:text/html,hi"), ordinary)),
                Map.entry("link-shortener", pairs(link("https://bit.ly/abc"), link("https://habit.ly.example/"))),
                Map.entry("link-free-host", pairs(link("https://x.weebly.com/"), ordinary)),
                Map.entry("link-cheap-domain", pairs(link("https://x.icu/"), ordinary)),
                Map.entry(
                        "link-otherwise",
                        pairs(
                                html("<a href=http://evil.example/>http://www.bank.example/</a>"),
                                html("<a href=http://click.bank.example/>http://www.bank.example/</a>"))),
                Map.entry("link-recipient", pairs(link("http://a.example/?u=alice%40postern.test"), ordinary)),
                Map.entry("link-remove", pairs(link("http://a.example/remove.php"), link("http://a.example/page.php"))),
                Map.entry(
                        "mailto-remove", pairs(link("mailto:x@a.example?subject=remove"), link("mailto:x@a.example"))),
                Map.entry("link-random-host", pairs(link("http://xkqwrtzp.example/"), link("http://rhythms.example/"))),
                Map.entry(
                        "image-link",
                        pairs(html("<a href=http://a.example/><img src=http://a.example/x.png></a>"), ordinary)));
    }

    private static Letter attached(String headers, String body) {
        return letter("""
                From: Carol Client <carol@client.example>
                MIME-Version: 1.0
                Content-Type: multipart/mixed; boundary=b

                --b
                Content-Type: text/plain

                %s
                --b
                %s

                %s
                --b--
                """.formatted(MANY_WORDS, headers, body));
    }

    private static Letter named(String name) {
        return attached(
                "Content-Type: application/octet-stream; name=\"" + name
                        + "\"\nContent-Disposition: attachment; filename=\"" + name + "\"",
                "x");
    }

    private static Map<String, List<Pair>> attachments() {
        return Map.of(
                "attachment-program",
                pairs(named("setup.exe"), named("setup.pdf")),
                "attachment-double",
                pairs(named("invoice.pdf.exe"), named("setup.v2.exe")),
                "attachment-names",
                pairs(
                        attached(
                                "Content-Type: application/pdf; name=a.exe\nContent-Disposition: attachment; filename=a.pdf",
                                "x"),
                        named("a.pdf")),
                "attachment-html",
                pairs(named("invoice.html"), named("invoice.txt")),
                "attachment-only",
                pairs(
                        letter(
                                "MIME-Version: 1.0\nContent-Type: application/pdf; name=a.pdf\nContent-Disposition: attachment; filename=a.pdf\n\nx"),
                        named("a.pdf")),
                "archive-encrypted",
                pairs(zipped(true, "a.txt"), zipped(false, "a.txt")),
                "archive-program",
                pairs(zipped(false, "a.exe"), zipped(false, "a.txt")));
    }

    private static Letter zipped(boolean encrypted, String member) {
        return attached(
                "Content-Type: application/zip; name=a.zip\nContent-Transfer-Encoding: base64\nContent-Disposition: attachment; filename=a.zip",
                Zips.of(encrypted, member));
    }

    private static Map<String, List<Pair>> bulk() {
        return Map.of(
                "bulk-precedence", pairs(with("Precedence: bulk"), with("Precedence: list")),
                "bulk-without-list", pairs(saying("Click to unsubscribe"), ORDINARY),
                "list", pairs(with("List-Id: <l.client.example>"), ORDINARY),
                "answer",
                        pairs(
                                with("Subject: Re: Lunch", "In-Reply-To: <1@a.example>"),
                                with("In-Reply-To: <1@a.example>")),
                "quotes", pairs(saying("> you said\nyes"), saying("a > b")),
                "signed", pairs(saying("-----BEGIN PGP SIGNATURE-----\nx"), ORDINARY),
                "signature-mark", pairs(saying("Yes.\n-- \nCarol"), saying("Yes.\n--\nCarol")),
                "code", pairs(saying("diff --git a/x b/x\n@@ -1 +1 @@"), saying("a different diff")),
                "mailer-personal", pairs(with("User-Agent: Mutt/2.2"), with("User-Agent: unknown")));
    }

    private static double strength(String name, Letter letter) {
        return Rules.ALL.stream()
                .filter(rule -> rule.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no rule is named " + name))
                .strength()
                .of(letter, SHIPPED.lists());
    }

    @ParameterizedTest(name = "{0} {index}")
    @MethodSource("cases")
    void ruleHoldsWhereItShould(String name, Pair pair) {
        assertThat(strength(name, pair.holds)).as(name).isPositive().isLessThanOrEqualTo(1);
        assertThat(strength(name, pair.not)).as(name).isZero();
    }

    @Test
    void eachRuleHasACase() {
        Set<String> tried =
                cases().map(arguments -> (String) arguments.get()[0]).collect(Collectors.toSet());
        tried.add("gtube");
        assertThat(Rules.ALL).extracting(Rule::name).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(tried);
    }

    @Test
    void anOrdinaryMailIsWorthNothing() {
        assertThat(SHIPPED.sum(SHIPPED.judge(ORDINARY))).isBetween(-1.0, 0.5);
    }
}
