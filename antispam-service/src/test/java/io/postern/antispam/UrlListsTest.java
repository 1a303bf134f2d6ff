package io.postern.antispam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.postern.antispam.rule.Hit;
import io.postern.check.Finding;
import io.postern.check.Mail;
import io.postern.check.dns.TestNameServer;
import io.postern.contract.Envelope;
import io.postern.contract.Golden;
import io.postern.contract.Json;
import io.postern.contract.ListJudged;
import io.postern.contract.MailReceived;
import io.postern.contract.Verdict.Outcome;
import io.postern.contract.Verdict.Reason;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Rcode;

/** Lists of links: what is listed counts, what cannot be told speaks against nobody. */
class UrlListsTest {

    private static final String BITS = """
            lists:
              - { zone: uribl.test, ipv4: true, answers: { "127.0.0.&2": 1, "127.0.0.&4": 0.5 } }
            """;

    @TempDir
    private Path folder;

    private final TestNameServer server = new TestNameServer()
            .add("test.uribl.test.", "A", "127.0.0.2")
            .add("bad.example.uribl.test.", "A", "127.0.0.2")
            .add("grey.example.uribl.test.", "A", "127.0.0.4")
            .add("both.example.uribl.test.", "A", "127.0.0.6")
            .add("odd.example.uribl.test.", "A", "127.0.0.8")
            .add("9.113.0.203.uribl.test.", "A", "127.0.0.2");

    @AfterEach
    void close() {
        server.close();
    }

    /** The check with these lists, probed once. */
    private Instance instance(String lists, String... more) throws IOException {
        Path file = Files.writeString(folder.resolve("urls.yaml"), lists);
        String[] settings = Stream.concat(
                        Stream.of("urls.lists-file", file.toString(), "urls.deadline", "5s"), Stream.of(more))
                .toArray(String[]::new);
        Instance instance = new Instance(server.address(), settings);
        probe(instance);
        return instance;
    }

    private static void probe(Instance instance) {
        instance.urls
                .lists()
                .orElseThrow()
                .probe()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }

    private static Finding check(Instance instance, String mail) throws Exception {
        return instance.check.check(Letters.mail(mail));
    }

    private static List<Reason> reasons(Finding finding) {
        return finding.reasons().stream()
                .filter(reason -> reason.code().startsWith("url-"))
                .toList();
    }

    private static String text(String text) {
        return Letters.HEAD + "Content-Type: text/plain\n\n" + text + "\n";
    }

    static Stream<Arguments> mailsWithTheLink() {
        String nested = text("See http://www.bad.example/x for more");
        return Stream.of(
                Arguments.of("in a text", nested),
                Arguments.of(
                        "in HTML",
                        Letters.HEAD
                                + "Content-Type: text/html\n\n<p>Click <a href='https://a.bad.example/'>here</a></p>\n"),
                Arguments.of(
                        "in a mail within",
                        Letters.HEAD + "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nSee below.\n--b\n"
                                + "Content-Type: message/rfc822\n\n" + nested + "--b--\n"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mailsWithTheLink")
    void linkToAListedDomainIsARuleOfItsOwn(String where, String mail) throws Exception {
        Finding finding = check(instance(BITS), mail);

        assertThat(reasons(finding)).singleElement().satisfies(reason -> {
            assertThat(reason.code()).isEqualTo("url-uribl.test");
            assertThat(reason.score()).isEqualTo(3);
            assertThat(reason.detail())
                    .containsEntry("list", "uribl.test")
                    .containsEntry("link", "bad.example")
                    .containsEntry("answer", "127.0.0.2");
        });
        assertThat(finding.score()).isGreaterThanOrEqualTo(3);
    }

    @Test
    void bitsOfTheAnswerSayHowMuchItCountsAndTheHeaviestLinkDoes() throws Exception {
        Instance instance = instance(BITS);

        assertThat(reasons(check(instance, text("http://grey.example/"))))
                .extracting(Reason::score)
                .containsExactly(1.5);
        assertThat(reasons(check(instance, text("http://both.example/"))))
                .extracting(Reason::score)
                .containsExactly(3.0);
        assertThat(reasons(check(instance, text("http://grey.example/ http://bad.example/ http://ham.example/"))))
                .extracting(Reason::score)
                .containsExactly(3.0);
        assertThat(reasons(check(instance, text("http://odd.example/ http://ham.example/"))))
                .isEmpty();
        assertThat(reasons(check(instance, text("http://203.0.113.9/"))))
                .extracting(Reason::score)
                .containsExactly(3.0);
    }

    @Test
    void scoreOfAListIsTheOperators() throws Exception {
        Path rules = Files.writeString(folder.resolve("rules.yaml"), "scores: { url-uribl.test: 4.5 }");
        assertThat(reasons(check(instance(BITS, "rules-file", rules.toString()), text("http://bad.example/"))))
                .extracting(Reason::score)
                .containsExactly(4.5);

        Files.writeString(rules, "scores: { url-uribl.test: 0 }");
        Instance off = instance(BITS, "rules-file", rules.toString());
        int before = server.questions();
        assertThat(reasons(check(off, text("http://bad.example/")))).isEmpty();
        assertThat(server.questions()).as("0 switches off").isEqualTo(before);
    }

    @Test
    void wellKnownDomainsAreNotAsked() throws Exception {
        Instance instance = instance(BITS);
        int before = server.questions();

        assertThat(reasons(check(instance, text("https://www.github.com/x http://en.wikipedia.org/"))))
                .isEmpty();
        assertThat(server.questions()).isEqualTo(before);
    }

    @Test
    void answersComeFromMemoryWithoutAskingAgain() throws Exception {
        Instance instance = instance(BITS);
        check(instance, text("http://bad.example/ http://ham.example/"));
        int before = server.questions();

        for (int i = 0; i < 10; i++) {
            assertThat(reasons(check(instance, text("http://bad.example/ http://ham.example/"))))
                    .hasSize(1);
        }
        assertThat(server.questions()).isEqualTo(before);
    }

    @Test
    void keyInTheZoneIsNeverTold() throws Exception {
        server.add("test.secretkey.uribl.test.", "A", "127.0.0.2")
                .add("bad.example.secretkey.uribl.test.", "A", "127.0.0.2");
        Path key = Files.writeString(folder.resolve("key"), "secretkey");
        Instance instance =
                instance("lists: [{ name: paid, zone: '{key}.uribl.test', key-file: " + key + ", text: paid for }]");

        Finding finding = check(instance, text("http://bad.example/"));
        assertThat(reasons(finding)).extracting(Reason::code).containsExactly("url-paid");
        assertThat(finding.toString() + instance.urls.lists().orElseThrow().inForce() + told(instance))
                .doesNotContainIgnoringCase("secretkey");
    }

    private static List<ListJudged> told(Instance instance) {
        return instance.announced.history().stream()
                .map(record -> Json.read(record.value(), ListJudged.class))
                .toList();
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                Arguments.of("silent", TestNameServer.SILENT),
                Arguments.of("SERVFAIL", TestNameServer.rcode(Rcode.SERVFAIL)),
                Arguments.of("an error as answer", TestNameServer.everythingIs("127.255.255.254")),
                Arguments.of("refusing as URIBL and SURBL do", TestNameServer.everythingIs("127.0.0.1")),
                Arguments.of("everybody listed", TestNameServer.everythingIs("127.0.0.2")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void listThatIsBrokenSpeaksAgainstNobodyAndIsToldOf(String name, TestNameServer.Manner fault) throws Exception {
        Instance instance = instance(BITS);
        server.become(fault);

        Finding first = check(instance, text("http://ham.example/"));
        assertThat(first.outcome()).isEqualTo(Outcome.PASS);
        assertThat(reasons(first))
                .allSatisfy(reason -> assertThat(reason.score()).isZero());
        probe(instance);
        Finding second = check(instance, text("http://bad.example/"));
        assertThat(second.outcome()).isEqualTo(Outcome.PASS);
        assertThat(reasons(second)).singleElement().satisfies(reason -> {
            assertThat(reason.error()).isTrue();
            assertThat(reason.score()).isZero();
            assertThat(reason.text()).isEqualTo("the list was not asked");
            assertThat(reason.detail().get("cause")).startsWith("out of service since");
        });
        assertThat(told(instance)).last().extracting(ListJudged::state).isEqualTo(ListJudged.State.OUT_OF_SERVICE);
        assertThat(told(instance)).last().extracting(ListJudged::key).isEqualTo("antispam/uribl.test");
    }

    @Test
    void listThatIsNeededAndCannotTellIsAnError() throws Exception {
        Instance instance = instance("lists: [{ zone: none.test, on-error: error }]");

        assertThat(check(instance, text("http://ham.example/")).outcome()).isEqualTo(Outcome.ERROR);
        assertThat(check(instance, text("no link")).outcome()).isEqualTo(Outcome.PASS);
    }

    @Test
    void manyLinksOfManyMegabytesAreAskedOnceAndInTime() throws Exception {
        String lines = IntStream.range(0, 1000)
                .mapToObj(i -> "http://n" + i % 40 + ".example/" + "x".repeat(100))
                .collect(Collectors.joining("\r\n"));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes((Letters.HEAD + "Content-Type: text/plain\n\nhttp://bad.example/\n")
                .replace("\n", "\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        while (bytes.size() < 25_000_000) {
            bytes.writeBytes(lines.getBytes(StandardCharsets.US_ASCII));
        }
        Envelope envelope = new Envelope("carol@client.example", List.of(), false, false);
        MailReceived received = new MailReceived("m1", Golden.SESSION, envelope, 1, bytes.size(), "", Letters.NOW);
        Instance instance = instance(BITS, "urls.domains", "100");
        int before = server.questions();

        long start = System.nanoTime();
        Finding finding = instance.check.check(Mail.of(received, bytes.toByteArray()));

        assertThat(reasons(finding)).extracting(Reason::code).containsExactly("url-uribl.test");
        assertThat(server.questions() - before).isLessThan(60);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
    }

    @ParameterizedTest
    @ValueSource(strings = {"lists: [{ zone: a.test, kind: allow }]", "threshold: 5", "lists: [{ zone: 'a..b' }]"})
    void badFileAtTheStartIsNamed(String lists) {
        assertThatThrownBy(() -> instance(lists))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("postern.antispam.urls.lists-file is bad: " + folder.resolve("urls.yaml"));
    }

    @Test
    void withoutListsNobodyIsAsked() throws Exception {
        Instance instance = new Instance(server.address());

        assertThat(instance.judge(Letters.saying("http://bad.example/")).hits())
                .extracting(Hit::rule)
                .noneMatch(rule -> rule.startsWith("url-"));
        assertThat(server.questions()).isZero();
        assertThat(new UrlHealth(instance.urls).call().getStatus())
                .isEqualTo(org.eclipse.microprofile.health.HealthCheckResponse.Status.UP);
    }
}
