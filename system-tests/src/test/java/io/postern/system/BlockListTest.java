package io.postern.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.postern.contract.ListJudged;
import io.postern.contract.Publisher;
import io.postern.contract.Topics;
import io.postern.local.Part;
import io.postern.local.Port;
import io.postern.system.gateway.Gateway;
import io.postern.system.gateway.GatewayExtension;
import io.postern.system.smtp.SmtpClient;
import io.postern.system.smtp.SmtpReply;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/** Who is on a list is refused and told why; what goes wrong with the DNS refuses nobody and holds nobody up for long. */
@Order(55)
@ExtendWith(GatewayExtension.class)
class BlockListTest {

    private static final String LISTED = "127.0.0.2";
    private static final String LIST = "dnsbl.test";

    /** Above the deadline of the check, with room for a slow machine. */
    private static final Duration ONE_WAIT = Duration.ofSeconds(5);

    /** The look-ups of the first take their time, and so does it to see that it is the name server that is dead. */
    private static final int MOST_SLOW = 3;

    private static final Duration PROMPT = Duration.ofMillis(1500);
    private static final AtomicInteger CLEAN = new AtomicInteger(100);

    private final Gateway gateway;
    private final Part dns;
    private final Path zone;
    private final String zoneText;

    BlockListTest(Gateway gateway) throws IOException {
        this.gateway = gateway;
        this.dns = gateway.part("dns");
        this.zone = gateway.config("dns/dnsbl.test.zone");
        this.zoneText = Files.readString(zone);
    }

    @AfterEach
    void bringBack() throws IOException {
        Files.writeString(zone, zoneText);
        dns.resume();
        dns.start();
        awaitListed();
    }

    private record Answered(SmtpReply reply, Duration waited) {}

    @Test
    void listedClientIsToldWhyAndAnotherIsNotRefused() throws IOException {
        assertThat(rcpt(LISTED, "x@client.example").reply().lines().getFirst())
                .matches("554 5\\.7\\.1 Service unavailable; client \\[127\\.0\\.0\\.2] blocked using dnsbl\\.test;"
                        + " Listed for testing, see the readme \\(\\w{26}\\)");
        assertThat(rcpt("127.0.0.1", "x@client.example").reply().code()).isEqualTo(250);
    }

    @Test
    void listedSenderAndSenderThatTakesNoMailAreRefused() throws IOException {
        assertThat(rcpt("127.0.0.1", "x@listed.example").reply().lines().getFirst())
                .startsWith(
                        "554 5.7.1 Service unavailable; Sender address [x@listed.example] blocked using dbl.test; ");
        assertThat(rcpt("127.0.0.1", "x@nullmx.example").reply().lines().getFirst())
                .startsWith(
                        "550 5.7.27 Sender address rejected: Domain nullmx.example does not accept mail (nullMX) (");
    }

    @Test
    void deadNameServerRefusesNobodyAndIsWaitedForOnce() throws IOException {
        awaitListed();
        dns.suspend();
        int slow = 0;
        for (Answered next = rcpt(clean(), "x@client.example");
                next.waited().compareTo(PROMPT) > 0;
                next = rcpt(clean(), "x@client.example")) {
            assertThat(next.reply().code()).isEqualTo(250);
            assertThat(++slow).as("mails one after the other that waited").isLessThanOrEqualTo(MOST_SLOW);
        }
        for (int i = 0; i < 5; i++) {
            Answered next = rcpt(clean(), "x@other" + i + ".example");
            assertThat(next.reply().code()).isEqualTo(250);
            assertThat(next.waited()).as("once it is known to be dead").isLessThan(PROMPT);
        }
        dns.resume();
        awaitListed();
        assertThat(rcpt(clean(), "x@client.example").reply().code()).isEqualTo(250);
    }

    @Test
    void listThatListsEverybodyRefusesNobodyAndComesBack() throws IOException {
        awaitListed();
        Files.writeString(zone, zoneText + "\n* 3 A 127.0.0.2\n*.0.127 3 A 127.0.0.2\n*.0.0.127 3 A 127.0.0.2\n");
        awaitListing(clean());
        for (int i = 0; i < 5; i++) {
            assertThat(rcpt(clean(), "x@client.example").reply().code()).isEqualTo(250);
        }
        await("the list is out of service").atMost(Gateway.PATIENCE).until(() -> lists().contains("lists everybody"));

        Files.writeString(zone, zoneText);
        awaitListed();
        assertThat(rcpt(clean(), "x@client.example").reply().code()).isEqualTo(250);
    }

    @Test
    void whatAnotherInstanceFoundIsTakenOverAndVerified() {
        awaitListed();
        Instant now = Instant.now();
        ListJudged judged =
                new ListJudged("rbl", LIST, "another", ListJudged.State.OUT_OF_SERVICE, "servfail", now, now, null);
        try (Publisher publisher = gateway.publisher()) {
            publisher.send(Publisher.json(Topics.LISTS, judged.key(), judged)).join();
        }
        await("the list is out of service")
                .atMost(Gateway.PATIENCE)
                .until(() -> lists().contains("servfail, found by another"));
        awaitListed();
    }

    private static String clean() {
        return "127.0.77." + CLEAN.incrementAndGet();
    }

    private void awaitListed() {
        await("the list has " + LISTED)
                .atMost(Gateway.PATIENCE)
                .until(() -> rcpt(LISTED, "x@client.example").reply().code() == 554);
    }

    /** Waits until the name server has noticed that its zone has changed. */
    private void awaitListing(String ip) {
        String[] octets = ip.split("\\.", -1);
        String name = octets[3] + "." + octets[2] + "." + octets[1] + "." + octets[0] + ".dnsbl.test.";
        await(name + " is served").atMost(Gateway.PATIENCE).until(() -> {
            SimpleResolver resolver =
                    new SimpleResolver(new InetSocketAddress(InetAddress.getLoopbackAddress(), gateway.port(Port.DNS)));
            Record question = Record.newRecord(Name.fromString(name), Type.A, DClass.IN);
            return !resolver.send(Message.newQuery(question))
                    .getSection(Section.ANSWER)
                    .isEmpty();
        });
    }

    private String lists() throws IOException, InterruptedException {
        URI health = URI.create("http://127.0.0.1:" + gateway.port(Port.RBL_HTTP) + "/q/health/ready");
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                            HttpRequest.newBuilder(health).timeout(PROMPT).build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    /** Comes from an address and names a sender and a recipient. */
    private Answered rcpt(String from, String sender) throws IOException {
        try (SmtpClient client = SmtpClient.greetFrom(from, gateway.port(Port.SMTP))) {
            long start = System.nanoTime();
            assertThat(client.command("MAIL FROM:<" + sender + ">").code()).isEqualTo(250);
            SmtpReply reply = client.command("RCPT TO:<carol@postern.test>");
            Duration waited = Duration.ofNanos(System.nanoTime() - start);
            assertThat(waited).isLessThan(ONE_WAIT);
            return new Answered(reply, waited);
        }
    }
}
