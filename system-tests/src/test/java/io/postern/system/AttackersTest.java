package io.postern.system;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.postern.system.gateway.Accounts;
import io.postern.system.gateway.ExtraIngress;
import io.postern.system.gateway.Gateway;
import io.postern.system.gateway.GatewayExtension;
import io.postern.system.smtp.SmtpClient;
import io.postern.system.smtp.SmtpReply;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Each who does too much of something gets his reply and is counted, and an honest client is served all the while. An
 * attacker has an address of his own, and the ingress small limits.
 */
@Order(55)
@ExtendWith(GatewayExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // started before all
class AttackersTest {

    private static final String HONEST = "127.0.9.1";
    private static final String USER = "alice@postern.test";

    private ExtraIngress ingress;
    private Accounts accounts;

    @BeforeAll
    void start(Gateway gateway) throws IOException {
        accounts = gateway.accounts();
        Map<String, String> settings = new HashMap<>(Map.of(
                "mx.greeting-delay", "0.3S",
                "mx.auth", "true",
                "submission.enabled", "false",
                "submissions.enabled", "false",
                "tls.certificates[0].chain", accounts.certificate().toString(),
                "tls.certificates[0].key", accounts.key().toString(),
                "auth.user-file", accounts.users().toString()));
        settings.putAll(Map.of(
                "limits.errors", "5",
                "limits.junk", "10",
                "limits.command-timeout", "4S",
                "limits.data-timeout", "3S",
                "limits.data-rate", "1000",
                "limits.data-grace", "3S",
                "defence.connections-address", "4",
                "defence.connections-network", "8",
                "defence.connection-rate", "20/m"));
        settings.putAll(Map.of(
                "defence.mail-rate", "10/m",
                "defence.recipient-rate", "40/m",
                "defence.harvest", "8/10m",
                "auth.failures-per-address", "3",
                "auth.failures-per-account", "6",
                "auth.delay", "0.3S"));
        ingress = new ExtraIngress(gateway, 3, 160, settings);
    }

    @AfterAll
    void stop() {
        ingress.close();
    }

    @AfterEach
    void honestClientIsServed() throws IOException {
        try (SmtpClient honest = SmtpClient.greetFrom(HONEST, ingress.port())) {
            SmtpReply reply =
                    honest.sendMail("honest@elsewhere.example", List.of("bob@postern.test"), Gateway.mail("honest"));
            assertThat(reply.toString()).startsWith("250 2.0.0 ");
        }
    }

    @Test
    void earlyTalkerDoesNotGetABanner() throws IOException {
        try (SmtpClient client = SmtpClient.connect("127.0.1.1", ingress.port())) {
            client.send("EHLO client.example\r\n".getBytes(US_ASCII));
            assertThat(client.read().toString()).startsWith("554 5.5.0 ");
            assertThat(client.closedByServer()).isTrue();
        }
        assertCounted("early-talker");
    }

    @Test
    void commandsSentAheadWhereTheReplyHasToBeAwaitedEndTheSession() throws IOException {
        try (SmtpClient client = SmtpClient.connect("127.0.1.2", ingress.port())) {
            client.read();
            client.send("EHLO client.example\r\nMAIL FROM:<a@b.example>\r\n".getBytes(US_ASCII));
            assertThat(client.read().toString()).startsWith("554 5.5.0 ");
            assertThat(client.closedByServer()).isTrue();
        }
        assertCounted("pipelining");
    }

    @Test
    void webPageThatWasMadeToPostHereIsStopped() throws IOException {
        try (SmtpClient client = SmtpClient.connect("127.0.1.3", ingress.port())) {
            client.read();
            assertThat(client.command("POST / HTTP/1.1").toString()).startsWith("421 4.7.0 ");
            assertThat(client.closedByServer()).isTrue();
        }
        assertCounted("other-protocol");
    }

    @Test
    void whoOnlyMakesErrorsIsSentAway() throws IOException {
        try (SmtpClient client = SmtpClient.greetFrom("127.0.1.4", ingress.port())) {
            for (int i = 0; i < 4; i++) {
                assertThat(client.command("FROB").code()).isEqualTo(500);
            }
            client.send("FROB\r\n".getBytes(US_ASCII));
            assertThat(client.read().code()).isEqualTo(500);
            assertThat(client.read().toString()).startsWith("421 4.7.0 ");
        }
        assertCounted("errors");
    }

    @Test
    void whoDoesNothingButNoopIsSentAway() throws IOException {
        try (SmtpClient client = SmtpClient.greetFrom("127.0.1.5", ingress.port())) {
            SmtpReply reply = client.command("NOOP");
            int replies = 1;
            while (reply.code() == 250 && replies < 100) {
                reply = client.command("NOOP");
                replies++;
            }
            assertThat(replies).isLessThan(30);
            assertThat(reply.code()).isEqualTo(421);
        }
    }

    @Test
    void silentClientIsSentAway() throws IOException {
        try (SmtpClient client = SmtpClient.greetFrom("127.0.1.6", ingress.port())) {
            assertThat(client.read().toString()).startsWith("421 4.4.2 ");
            assertThat(client.closedByServer()).isTrue();
        }
        assertCounted("timeout");
    }

    @Test
    void commandThatComesByteByByteDoesNotHoldTheSession() throws Exception {
        try (SmtpClient client = SmtpClient.greetFrom("127.0.1.7", ingress.port())) {
            assertThat(drip(client).toString()).startsWith("421 4.4.2 ");
        }
    }

    @Test
    void mailThatComesByteByByteDoesNotHoldTheSession() throws Exception {
        try (SmtpClient client = SmtpClient.greetFrom("127.0.1.8", ingress.port())) {
            client.command("MAIL FROM:<slow@elsewhere.example>");
            client.command("RCPT TO:<bob@postern.test>");
            assertThat(client.command("DATA").code()).isEqualTo(354);
            assertThat(drip(client).toString()).startsWith("421 4.4.2 ");
        }
        assertCounted("too-slow");
    }

    @Test
    void mailThatComesInTinyChunksDoesNotHoldTheSession() throws Exception {
        try (SmtpClient client = SmtpClient.greetFrom("127.0.1.9", ingress.port())) {
            client.command("MAIL FROM:<slow@elsewhere.example>");
            client.command("RCPT TO:<bob@postern.test>");
            SmtpReply reply;
            int chunks = 0;
            do {
                client.send("BDAT 1\r\nx".getBytes(US_ASCII));
                reply = client.read();
                TimeUnit.MILLISECONDS.sleep(200);
            } while (reply.code() == 250 && ++chunks < 100);
            assertThat(reply.toString()).startsWith("421 4.4.2 ");
        }
    }

    /** Sends a byte every now and then until the server has had enough; it looks at the clock every few seconds. */
    private static SmtpReply drip(SmtpClient client) throws Exception {
        for (int i = 0; i < 150 && !client.hasReply(); i++) {
            client.send(new byte[] {'x'});
            TimeUnit.MILLISECONDS.sleep(100);
        }
        return client.read();
    }

    @Test
    void addressHasSoManySessionsAndNoMore() throws IOException {
        List<SmtpClient> held = new ArrayList<>();
        try {
            for (int i = 0; i < 4; i++) {
                held.add(SmtpClient.greetFrom("127.0.2.1", ingress.port()));
            }
            assertRefused("127.0.2.1", "421 4.7.0 ");
            for (int i = 0; i < 4; i++) {
                held.add(SmtpClient.greetFrom("127.0.2.2", ingress.port()));
            }
            assertRefused("127.0.2.3", "421 4.7.0 ");
        } finally {
            for (SmtpClient client : held) {
                client.close();
            }
        }
        assertCounted("connections-address");
        assertCounted("connections-network");
    }

    @Test
    void addressThatConnectsAgainAndAgainHasToWait() throws IOException {
        SmtpReply reply;
        int connections = 0;
        do {
            try (SmtpClient client = SmtpClient.connect("127.0.3.1", ingress.port())) {
                reply = client.read();
            }
            connections++;
        } while (reply.code() == 220 && connections < 60);
        assertThat(reply.toString()).startsWith("421 4.7.0 ");
        assertThat(connections).isBetween(15, 59);
        assertCounted("connection-rate");
    }

    @Test
    void addressSendsSoManyMailsAndThenHasToWait() throws IOException {
        try (SmtpClient client = SmtpClient.greetFrom("127.0.4.1", ingress.port())) {
            int mails = 0;
            SmtpReply reply;
            do {
                reply = client.command("MAIL FROM:<flood@elsewhere.example>");
                mails++;
                client.command("RCPT TO:<bob@postern.test>");
                client.command("RSET");
            } while (reply.code() == 250 && mails < 40);
            assertThat(reply.toString()).startsWith("450 4.7.1 ");
            assertThat(mails).isBetween(8, 20);
        }
        assertCounted("mail-rate");
    }

    @Test
    void whoTriesNamesLearnsNothingMoreAfterAFew() throws IOException {
        String attacker = "127.0.5.1";
        int tries = 0;
        SmtpReply reply;
        do {
            try (SmtpClient client = SmtpClient.connect(attacker, ingress.port())) {
                reply = client.read();
                if (reply.code() == 220) {
                    client.command("EHLO client.example");
                    client.command("MAIL FROM:<harvest@elsewhere.example>");
                    for (int i = 0; i < 3 && reply.code() != 421; i++) {
                        reply = client.command("RCPT TO:<name" + tries++ + "@postern.test>");
                    }
                }
            }
        } while (reply.code() != 421 && tries < 60);
        assertThat(tries).isBetween(8, 12);
        assertRefused(attacker, "421 4.7.0 ");
        assertCounted("harvest");
    }

    @Test
    void whoGuessesPasswordsIsSlowedAndThenStoppedAndTheOwnerIsNot() throws IOException {
        String known = "127.0.6.1";
        String password = accounts.password(USER);
        assertThat(login(known, password).code()).isEqualTo(235);
        long started = System.nanoTime();
        int guesses = 0;
        SmtpReply reply;
        do {
            reply = login("127.0.7." + (1 + guesses % 3), "guess" + guesses);
            guesses++;
        } while (reply.code() == 535 && guesses < 60);
        Duration took = Duration.ofNanos(System.nanoTime() - started);
        assertThat(reply.toString()).startsWith("454 4.7.0 ");
        assertThat(took).as("for " + guesses + " guesses").isGreaterThan(Duration.ofMillis(300L * guesses));
        assertThat(login("127.0.8.1", password).code())
                .as("the right one, too, from there")
                .isEqualTo(454);
        assertThat(login(known, password).code()).as("the owner").isEqualTo(235);
        assertCounted("login-failed");
        assertCounted("login-limit");
    }

    private SmtpReply login(String from, String password) throws IOException {
        try (SmtpClient client = SmtpClient.greetFrom(from, ingress.port())) {
            return client.startTls(accounts.trust()).login(USER, password);
        }
    }

    private void assertRefused(String from, String reply) throws IOException {
        try (SmtpClient client = SmtpClient.connect(from, ingress.port())) {
            assertThat(client.read().toString()).startsWith(reply);
            assertThat(client.closedByServer()).isTrue();
        }
    }

    private void assertCounted(String cause) throws IOException {
        assertThat(ingress.metrics().lines())
                .as("refusals counted")
                .anyMatch(line -> line.startsWith("postern_refusals_total{")
                        && line.contains("cause=\"" + cause + "\"")
                        && !line.endsWith(" 0.0"));
    }
}
