package io.postern.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.postern.local.Part;
import io.postern.local.Port;
import io.postern.system.clients.Postfix;
import io.postern.system.clients.Route;
import io.postern.system.gateway.ExtraGreylist;
import io.postern.system.gateway.ExtraIngress;
import io.postern.system.gateway.Gateway;
import io.postern.system.gateway.GatewayExtension;
import io.postern.system.smtp.SmtpClient;
import io.postern.system.smtp.SmtpReply;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who comes for the first time is asked to come again; scenario 74 is the dialogue. */
@Order(57)
@ExtendWith(GatewayExtension.class)
class GreylistTest {

    private static final String CAROL = "carol@postern.test";
    private static final int SESSIONS = 50;
    /** A multiple of the sessions; 10,000 take more than a minute. */
    private static final int TRIPLETS = Integer.getInteger("postern.test.triplets", 2_000);

    private static final int EACH = TRIPLETS / SESSIONS;
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final Pattern NEXT = Pattern.compile("\"next\":\"([^\"]+)\"");

    private static final String POLICY = """
            checks:
              rbl: { mode: off }
              address: { mode: off }
              greylist: { mode: enforce, on-error: defer, deadline: 3s }
            """;

    private final Gateway gateway;

    GreylistTest(Gateway gateway) {
        this.gateway = gateway;
    }

    private SmtpReply rcpt(String from, String sender) throws IOException {
        try (SmtpClient client = SmtpClient.greetFrom(from, gateway.port(Port.SMTP))) {
            return rcpt(client, sender);
        }
    }

    private static SmtpReply rcpt(SmtpClient client, String sender) throws IOException {
        assertThat(client.command("MAIL FROM:<" + sender + ">").code()).isEqualTo(250);
        return client.command("RCPT TO:<" + CAROL + ">");
    }

    private static boolean greylisted(SmtpReply reply) {
        return reply.lines().getFirst().startsWith("451 4.7.1 Greylisted, please try again in ");
    }

    @Test
    void postfixComesBackByItself() throws IOException {
        assumeTrue(Postfix.installed(), "no Postfix, or not root");
        String sender = "postfix-" + letters((int) (System.nanoTime() & 0xffffff)) + "@elsewhere.example";
        Route route = new Route(
                "127.0.0.1",
                gateway.port(Port.SMTP),
                Route.Security.CLEAR,
                gateway.accounts().certificate(),
                "",
                "",
                sender,
                CAROL);
        try (Postfix postfix = new Postfix(route, "smtp_bind_address = 127.3.20.1")) {
            postfix.send(sender, CAROL, ("From: " + sender + "\nSubject: patience\n\nHello.\n").getBytes(UTF_8));
            await("Postfix has sent it")
                    .atMost(LONGEST)
                    .until(() -> !postfix.log("status=sent").isEmpty());
            assertThat(postfix.log("status=deferred").getFirst())
                    .contains("451 4.7.1 Greylisted, please try again in 2 seconds");
            assertThat(postfix.log("status=sent").getFirst()).contains("(250 2.0.0 Ok: queued as ");
        }
    }

    @Test
    void databaseThatIsAwayDefersNobodyAndNeedsNoRestart() throws IOException {
        assertThat(greylisted(rcpt("127.3.21.1", "a@elsewhere.example"))).isTrue();
        Part postgres = gateway.part("postgres");
        postgres.kill();
        try {
            long start = System.nanoTime();
            for (int i = 0; i < 5; i++) {
                assertThat(rcpt("127.3.21.1", letters(i) + "@elsewhere.example").code())
                        .isEqualTo(250);
            }
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .as("waiting once for the deadline, and then for nothing")
                    .isLessThan(Duration.ofSeconds(5));
        } finally {
            postgres.start();
        }
        AtomicInteger number = new AtomicInteger(1000);
        await("it greylists again")
                .atMost(Gateway.PATIENCE)
                .until(() -> greylisted(rcpt("127.3.21.1", letters(number.incrementAndGet()) + "@elsewhere.example")));
    }

    @Test
    void operatorLetsInAndForgets() throws Exception {
        assertThat(greylisted(rcpt("127.3.22.1", "code@shop.example"))).isTrue();
        assertThat(ask("GET", "/greylist/triplets?recipient=Carol@postern.test&domain=shop.example"))
                .contains("\"network\":\"127.3.22.0/24\"", "\"passedAt\":null");
        assertThat(ask("POST", "/greylist/releases?network=127.3.22.1&sender=code@shop.example&recipient=" + CAROL))
                .isEqualTo("{\"triplets\":1,\"trusted\":false}");
        assertThat(rcpt("127.3.22.1", "code@shop.example").code()).isEqualTo(250);

        assertThat(ask("POST", "/greylist/releases?domain=shop.example")).contains("\"trusted\":true");
        assertThat(rcpt("127.3.23.1", "other@shop.example").code()).isEqualTo(250);
        assertThat(ask("GET", "/greylist/trusted?kind=domain"))
                .contains("\"name\":\"shop.example\"", "\"grantedBy\":\"operator\"");

        assertThat(ask("DELETE", "/greylist/triplets?domain=shop.example"))
                .isEqualTo("{\"triplets\":1,\"trusted\":true}");
        assertThat(greylisted(rcpt("127.3.22.1", "code@shop.example"))).isTrue();
        assertThat(ask("POST", "/greylist/releases?network=127.3.24.0/24")).contains("\"trusted\":true");
        assertThat(rcpt("127.3.24.7", "new@elsewhere.example").code()).isEqualTo(250);
        assertThat(ask("POST", "/greylist/releases?origin=host:client.example")).contains("\"trusted\":true");
        assertThat(rcpt("127.0.0.3", "new@elsewhere.example").code()).isEqualTo(250);
        assertThat(ask("DELETE", "/greylist/triplets?origin=host:client.example"))
                .contains("\"trusted\":true");
        assertThat(greylisted(rcpt("127.0.0.3", "new@elsewhere.example"))).isTrue();
        assertThat(ask("POST", "/greylist/releases?network=127.3.25.0/24&sender=%3C%3E&recipient=" + CAROL))
                .isEqualTo("{\"triplets\":0,\"trusted\":false}");
        assertThat(rcpt("127.3.25.9", "").code()).isEqualTo(250);
        assertThat(Files.readString(gateway.folder().resolve("logs/greylist-service.log")))
                .contains("let in by=operator whom={domain=shop.example}", "forgotten by=operator whom=");
    }

    @Test
    void requestThatMakesNoSenseIsToldWhy() throws Exception {
        for (String request : List.of(
                "DELETE /greylist/triplets",
                "POST /greylist/releases",
                "POST /greylist/releases?domain=",
                "POST /greylist/releases?domain=@shop.example",
                "POST /greylist/releases?domain=*.shop.example",
                "POST /greylist/releases?recipient=x%0Alet%20in%20by=carol",
                "GET /greylist/triplets?sender=%00",
                "GET /greylist/triplets?after=%00",
                "GET /greylist/triplets?network=10.0.0.0/8",
                "GET /greylist/triplets?limit=1001",
                "GET /greylist/triplets?after=x",
                "GET /greylist/trusted?kind=x",
                "GET /greylist/standing?network=x&sender=a@b.example&recipient=" + CAROL)) {
            String[] words = request.split(" ", 2);
            HttpResponse<String> answer = gateway.ask(words[0], Port.GREYLIST_HTTP, words[1]);
            assertThat(answer.statusCode()).as(request).isEqualTo(400);
            assertThat(answer.body()).as(request).startsWith("{\"error\":\"");
        }
    }

    private String ask(String method, String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = gateway.ask(method, Port.GREYLIST_HTTP, path);
        assertThat(answer.statusCode())
                .as(method + " " + path + ": " + answer.body())
                .isEqualTo(200);
        return answer.body();
    }

    /** Each of the sessions comes from a network of its own; one of the instances is killed half way. */
    @Test
    void twoInstancesOfWhichOneIsKilledAreAsOne() throws Exception {
        Path policy = Files.writeString(gateway.folder().resolve("greylist-policy.yaml"), POLICY);
        AtomicInteger done = new AtomicInteger();
        try (ExtraGreylist other = new ExtraGreylist(gateway);
                ExtraIngress ingress = new ExtraIngress(
                        gateway,
                        1,
                        128,
                        Map.of(
                                "policy-file",
                                policy.toString(),
                                "defence.trusted",
                                "127.0.0.0/8",
                                "limits.junk",
                                "100000"))) {
            CompletableFuture<Void> killer = CompletableFuture.runAsync(() -> {
                await().atMost(LONGEST).until(() -> done.get() > TRIPLETS / 2);
                assertThat(other.firstMeetings())
                        .as("of the one that is killed")
                        .isGreaterThan(TRIPLETS / 10);
                other.kill();
            });
            List<Long> patient = allSessions(ingress.port(), (client, session) -> firstAttempts(client, session, done));
            killer.get();
            System.out.printf(
                    "%d triplets, of which %d were let in at a retry after an answer was missing%n",
                    TRIPLETS, patient.stream().mapToLong(Long::longValue).sum());
            Thread.sleep(Gateway.GREYLIST_DELAY);
            allSessions(ingress.port(), GreylistTest::secondAttempts);
        }
        assertThat(remembered()).isEqualTo(TRIPLETS);
    }

    private interface PartOfASession {
        long play(SmtpClient client, int session) throws Exception;
    }

    private static List<Long> allSessions(int port, PartOfASession part) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Long>> sessions = IntStream.range(0, SESSIONS)
                    .mapToObj(session -> threads.submit(() -> {
                        try (SmtpClient client = SmtpClient.greetFrom("127.3." + (100 + session) + ".1", port)) {
                            return part.play(client, session);
                        }
                    }))
                    .toList();
            List<Long> results = new ArrayList<>();
            for (Future<Long> session : sessions) {
                results.add(session.get());
            }
            return results;
        }
    }

    /**
     * Attempts until each is greylisted. Who had no answer comes back, and if that is after the delay, it was noted the first
     * time, and passes.
     *
     * @return how many passed
     */
    private static long firstAttempts(SmtpClient client, int session, AtomicInteger done) throws Exception {
        long passed = 0;
        for (int i = 0; i < EACH; i++) {
            long start = System.nanoTime();
            SmtpReply reply = definite(client, session, i);
            Duration since = Duration.ofNanos(System.nanoTime() - start);
            if (!greylisted(reply)) {
                assertThat(reply.code()).as(reply::toString).isEqualTo(250);
                assertThat(since).as("passed since its first attempt").isGreaterThan(Gateway.GREYLIST_DELAY);
                passed++;
            }
            done.incrementAndGet();
        }
        return passed;
    }

    private static long secondAttempts(SmtpClient client, int session) throws Exception {
        for (int i = 0; i < EACH; i++) {
            assertThat(definite(client, session, i).code()).isEqualTo(250);
        }
        return EACH;
    }

    /** Comes back while the check does not answer. */
    private static SmtpReply definite(SmtpClient client, int session, int number) throws Exception {
        String sender = letters(session * EACH + number) + "@two-instances.example";
        long end = System.nanoTime() + LONGEST.toNanos();
        while (System.nanoTime() < end) {
            SmtpReply reply = rcpt(client, sender);
            assertThat(client.command("RSET").code()).isEqualTo(250);
            if (reply.code() == 250 || greylisted(reply)) {
                return reply;
            }
            assertThat(reply.lines().getFirst()).startsWith("451 4.3.0 ");
            Thread.sleep(100);
        }
        throw new AssertionError("no answer for " + sender);
    }

    /** The number as letters: digits would be taken for a serial number. */
    private static String letters(int number) {
        StringBuilder letters = new StringBuilder("s");
        for (int rest = number; rest > 0; rest /= 26) {
            letters.append((char) ('a' + rest % 26));
        }
        return letters.append('z').toString();
    }

    private int remembered() throws IOException, InterruptedException {
        int count = 0;
        String after = "";
        while (true) {
            String page = ask("GET", "/greylist/triplets?limit=1000&domain=two-instances.example" + after);
            assertThat(page).as("each has passed").doesNotContain("\"passedAt\":null");
            count += page.split("\"passedAt\"", -1).length - 1;
            Matcher next = NEXT.matcher(page);
            if (!next.find()) {
                return count;
            }
            after = "&after=" + next.group(1);
        }
    }
}
