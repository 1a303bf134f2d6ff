package io.postern.system;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.postern.contract.DeliveryAttempted;
import io.postern.contract.DeliveryAttempted.Outcome;
import io.postern.contract.Topics;
import io.postern.local.Port;
import io.postern.system.clients.SmtpSink;
import io.postern.system.gateway.DeliveredMail;
import io.postern.system.gateway.FreePorts;
import io.postern.system.gateway.Gateway;
import io.postern.system.gateway.GatewayExtension;
import io.postern.system.gateway.SpanReceiver.Span;
import io.postern.system.gateway.TopicReader;
import io.postern.system.smtp.SmtpClient;
import io.postern.system.smtp.SmtpReply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Mail of our people leaves by the route that the operator gave, and what cannot be delivered comes back to them. */
@Order(59)
@ExtendWith(GatewayExtension.class)
class RelayTest {

    private static final String ALICE = "alice@postern.test";

    private final Gateway gateway;
    private String routesBefore = "";

    RelayTest(Gateway gateway) {
        this.gateway = gateway;
    }

    @BeforeEach
    void keepRoutes() throws IOException {
        assumeTrue(SmtpSink.installed(), "smtp-sink, of Postfix, is not installed");
        routesBefore = Files.readString(gateway.config("routes.yaml"));
    }

    @AfterEach
    void giveRoutesBack() throws IOException {
        if (!routesBefore.isEmpty()) {
            Files.writeString(gateway.config("routes.yaml"), routesBefore);
        }
    }

    @Test
    void mailLeavesByItsRouteAsItCameAndInTheTraceOfItsReceipt() throws Exception {
        int port = FreePorts.one();
        byte[] mail = Gateway.mail("Greetings from Postern.\r\n.\r\nA line of a dot alone stands above.");
        try (SmtpSink sink = new SmtpSink(port);
                TopicReader events = gateway.readOn(Topics.DELIVERIES)) {
            route("abroad.example", port);
            String id = submit("friend@abroad.example", mail).queuedAs().orElseThrow();

            DeliveryAttempted attempt = attempt(events, id);
            assertThat(attempt.outcome()).isEqualTo(Outcome.DELIVERED);
            assertThat(attempt.destination()).isEqualTo("smtp:[127.0.0.1]:" + port);
            await("the mail is dumped")
                    .atMost(Gateway.PATIENCE)
                    .until(() -> sink.taken().contains("A line of a dot alone"));
            assertThat(sink.taken().replace("\r", ""))
                    .contains("Received: from ")
                    .contains(new String(mail, US_ASCII).replace("\r", "").strip());
            Span delivery = await("the span of the delivery")
                    .atMost(Gateway.PATIENCE)
                    .until(
                            () -> gateway.spans().with("postern.mail_id", id).stream()
                                    .filter(span -> span.name().equals("deliver"))
                                    .toList(),
                            spans -> !spans.isEmpty())
                    .getFirst();
            await("the span of the receipt in the same trace")
                    .atMost(Gateway.PATIENCE)
                    .untilAsserted(() -> assertThat(gateway.spans().trace(delivery.traceId()))
                            .extracting(Span::service)
                            .contains("ingress-smtp", "delivery-service"));
        }
    }

    @Test
    void refusedMailComesBackToItsSender() throws Exception {
        int port = FreePorts.one();
        try (SmtpSink refusing = new SmtpSink(port, "-f", "RCPT")) {
            route("refusing.example", port);
            String id = submit("gone@refusing.example", Gateway.mail("Is anybody there?"))
                    .queuedAs()
                    .orElseThrow();

            DeliveredMail notice = await("the notice")
                    .atMost(Gateway.PATIENCE)
                    .until(
                            () -> gateway.mailboxes().of("alice").stream()
                                    .filter(mail -> text(mail).contains(id))
                                    .filter(mail -> text(mail).contains("multipart/report"))
                                    .toList(),
                            found -> !found.isEmpty())
                    .getFirst();
            assertThat(notice.header("Auto-Submitted")).hasValue("auto-replied");
            assertThat(text(notice))
                    .startsWith("Return-Path: <>\r\n")
                    .contains("Final-Recipient: rfc822; gone@refusing.example", "Action: failed", "Status: 5.");
            assertThat(refusing.taken()).isEmpty();
        }
    }

    @Test
    void whatWaitsForADeadHostLeavesWhenTheOperatorShowsAnotherWay() throws Exception {
        int dead = FreePorts.one();
        route("away.example", dead);
        try (TopicReader events = gateway.readOn(Topics.DELIVERIES)) {
            String id = submit("friend@away.example", Gateway.mail("Are you back?"))
                    .queuedAs()
                    .orElseThrow();
            assertThat(attempt(events, id).outcome()).isEqualTo(Outcome.DEFERRED);
            assertThat(ask("GET", "/delivery/queue?mail=" + id)).contains("smtp:[127.0.0.1]:" + dead, "Connection");

            int port = FreePorts.one();
            try (SmtpSink sink = new SmtpSink(port)) {
                route("away.example", port);
                ask("POST", "/delivery/queue/retry?mail=" + id);
                await("the mail has left")
                        .atMost(Gateway.PATIENCE)
                        .until(() -> sink.taken().contains("Are you back?"));
            }
        }
    }

    private String ask(String method, String path) throws Exception {
        var answer = gateway.ask(method, Port.DELIVERY_HTTP, path);
        assertThat(answer.statusCode())
                .as(method + " " + path + ": " + answer.body())
                .isEqualTo(200);
        return answer.body();
    }

    private static DeliveryAttempted attempt(TopicReader events, String mailId) {
        return TopicReader.read(
                        events.await("the attempt of " + mailId, record -> mailId.equals(record.key())),
                        DeliveryAttempted.class)
                .orElseThrow();
    }

    private static String text(DeliveredMail mail) {
        return new String(mail.bytes(), US_ASCII);
    }

    /** In force within a second; what waits for no route is looked at again. */
    private void route(String domain, int port) throws Exception {
        Path file = gateway.config("routes.yaml");
        Files.writeString(file, """
                routes:
                  - domains: [%s]
                    to: 127.0.0.1:%d
                """.formatted(domain, port));
        Path log = gateway.part("delivery-service").log();
        await("the routes are read")
                .atMost(Gateway.PATIENCE)
                .until(() -> Files.getLastModifiedTime(log).compareTo(Files.getLastModifiedTime(file)) > 0);
    }

    private SmtpReply submit(String recipient, byte[] mail) throws IOException {
        try (SmtpClient client = SmtpClient.greet(gateway.port(Port.SUBMISSION))) {
            client.startTls(gateway.accounts().trust());
            assertThat(client.login(ALICE, gateway.accounts().password(ALICE)).code())
                    .isEqualTo(235);
            SmtpReply reply = client.sendMail(ALICE, List.of(recipient), mail);
            assertThat(reply.code()).as(reply.toString()).isEqualTo(250);
            return reply;
        }
    }
}
