package io.postern.system;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.postern.system.gateway.Accounts;
import io.postern.system.gateway.ExtraIngress;
import io.postern.system.gateway.Gateway;
import io.postern.system.gateway.GatewayExtension;
import io.postern.system.smtp.SmtpClient;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** A proxy says for whom it speaks: the client's address is the one that counts, and only listed proxies are believed. */
@Order(56)
@ExtendWith(GatewayExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // started before all
class SpokenForTest {

    private static final String BALANCER = "127.0.9.1";
    private static final String PROXY = "127.0.10.1";
    private static final String HEADER = "PROXY TCP4 203.0.113.7 192.0.2.1 49152 25\r\n";

    private ExtraIngress ingress;
    private Accounts accounts;
    private int submissions;

    @BeforeAll
    void start(Gateway gateway) throws IOException {
        accounts = gateway.accounts();
        try (ServerSocket probe = new ServerSocket(0)) {
            submissions = probe.getLocalPort();
        }
        Map<String, String> settings = new HashMap<>(Map.of(
                "networks.proxy",
                "127.0.9.0/24",
                "networks.xclient",
                PROXY + "/32",
                "networks.relay",
                "127.0.9.0/24,127.0.10.0/24",
                "submission.enabled",
                "false",
                "submissions.address",
                "127.0.0.1",
                "submissions.port",
                Integer.toString(submissions),
                "tls.certificates[0].chain",
                accounts.certificate().toString(),
                "tls.certificates[0].key",
                accounts.key().toString(),
                "auth.user-file",
                accounts.users().toString()));
        // Whom they speak for has never been met.
        Path policy = Files.writeString(
                gateway.folder().resolve("spoken-for-policy.yaml"), "checks: { greylist: { mode: off } }\n");
        settings.put("policy-file", policy.toString());
        ingress = new ExtraIngress(gateway, 7, 128, settings);
    }

    @AfterAll
    void stop() {
        ingress.close();
    }

    @Test
    void balancerTellsTheClientsAddress(Gateway gateway) throws IOException {
        try (SmtpClient client = SmtpClient.connect(BALANCER, ingress.port())) {
            client.send(HEADER.getBytes(US_ASCII));
            assertThat(client.read().code()).isEqualTo(220);
            assertThat(client.command("EHLO client.example").code()).isEqualTo(250);
            client.command("MAIL FROM:<a@elsewhere.example>");
            assertThat(client.command("RCPT TO:<b@foreign.example>").toString())
                    .as("the balancer's rights are not the client's")
                    .startsWith("550 5.7.1 ");
            client.command("RSET");
            assertReceivedFrom(gateway, client, "203.0.113.7");
        }
    }

    @Test
    void tlsComesBehindTheHeader(Gateway gateway) throws IOException {
        try (SmtpClient client = SmtpClient.connect(BALANCER, submissions)) {
            client.send(HEADER.getBytes(US_ASCII));
            client.encrypt(accounts.trust());
            assertThat(client.read().code()).isEqualTo(220);
            client.command("EHLO client.example");
            assertThat(client.login("alice@postern.test", accounts.password("alice@postern.test"))
                            .code())
                    .isEqualTo(235);
            String id = client.sendMail(
                            "alice@postern.test", List.of("bob@postern.test"), Gateway.mail("through a balancer"))
                    .queuedAs()
                    .orElseThrow();
            assertThat(gateway.awaitMail("bob", id).header("Received").orElseThrow())
                    .contains("[203.0.113.7]", " with ESMTPSA ");
        }
    }

    @Test
    void balancerThatDoesNotTellIsClosed() throws IOException {
        try (SmtpClient client = SmtpClient.connect(BALANCER, ingress.port())) {
            client.send("EHLO client.example\r\n".getBytes(US_ASCII));
            assertThat(client.closedByServer()).isTrue();
        }
    }

    @Test
    void strangerIsNotBelieved() throws IOException {
        try (SmtpClient client = SmtpClient.connect("127.0.0.1", ingress.port())) {
            assertThat(client.read().code()).isEqualTo(220);
            assertThat(client.command(HEADER.strip()).code()).isEqualTo(500);
            client.command("EHLO client.example");
            assertThat(client.command("XCLIENT ADDR=203.0.113.9").code()).isEqualTo(500);
        }
    }

    @Test
    void proxySpeaksForClientsInTurns(Gateway gateway) throws IOException {
        try (SmtpClient client = SmtpClient.greetFrom(PROXY, ingress.port())) {
            for (String address : List.of("203.0.113.8", "203.0.113.9")) {
                assertThat(client.command("XCLIENT ADDR=" + address).code()).isEqualTo(220);
                assertThat(client.command("EHLO client.example").code()).isEqualTo(250);
                assertReceivedFrom(gateway, client, address);
            }
        }
    }

    private static void assertReceivedFrom(Gateway gateway, SmtpClient client, String address) throws IOException {
        String id = client.sendMail(
                        "spoken-for@elsewhere.example", List.of("bob@postern.test"), Gateway.mail("spoken for"))
                .queuedAs()
                .orElseThrow();
        assertThat(gateway.awaitMail("bob", id).header("Received").orElseThrow())
                .contains("from client.example ([" + address + "])");
    }
}
