package io.postern.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.postern.local.Port;
import io.postern.system.clients.MailClient;
import io.postern.system.clients.Route;
import io.postern.system.clients.Route.Security;
import io.postern.system.clients.Run;
import io.postern.system.gateway.DeliveredMail;
import io.postern.system.gateway.Gateway;
import io.postern.system.gateway.GatewayExtension;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The clients that people use hand in mail at every door; it lies in the mailbox as they sent it. */
@Order(20)
@ExtendWith(GatewayExtension.class)
class ClientsTest {

    private static final String USER = "alice@postern.test";
    private static final String STRANGER = "sender@elsewhere.example";

    /** A door, and what the Received field says of who came through it. */
    enum Way {
        SERVER("ESMTP"),
        SERVER_ENCRYPTED("ESMTPS"),
        SERVER_IPV6("ESMTP"),
        SERVER_INTERNATIONAL("UTF8SMTP"),
        SUBMISSION("ESMTPSA"),
        SUBMISSIONS("ESMTPSA"),
        SUBMISSION_INTERNATIONAL("UTF8SMTPSA");

        private final String protocol;

        Way(String protocol) {
            this.protocol = protocol;
        }

        private Route route(Gateway gateway) throws IOException {
            String password = gateway.accounts().password(USER);
            return switch (this) {
                case SERVER -> server(gateway, "127.0.0.1", Security.CLEAR, STRANGER, "bob@postern.test");
                case SERVER_ENCRYPTED -> server(gateway, "localhost", Security.STARTTLS, STRANGER, "bob@postern.test");
                case SERVER_IPV6 -> server(gateway, "::1", Security.CLEAR, STRANGER, "bob@postern.test");
                case SERVER_INTERNATIONAL ->
                    server(
                            gateway,
                            "127.0.0.1",
                            Security.CLEAR,
                            "j\u00fcrgen@elsewhere.example",
                            "bob+b\u00fcro@postern.test");
                case SUBMISSION ->
                    user(gateway, Port.SUBMISSION, Security.STARTTLS, password, USER, "bob@postern.test");
                case SUBMISSIONS -> user(gateway, Port.SUBMISSIONS, Security.TLS, password, USER, "bob@postern.test");
                case SUBMISSION_INTERNATIONAL ->
                    user(
                            gateway,
                            Port.SUBMISSION,
                            Security.STARTTLS,
                            password,
                            "alice+b\u00fcro@postern.test",
                            "bob+b\u00fcro@postern.test");
            };
        }

        private static Route server(Gateway gateway, String host, Security security, String sender, String recipient) {
            return new Route(
                    host,
                    gateway.port(Port.SMTP),
                    security,
                    gateway.accounts().certificate(),
                    "",
                    "",
                    sender,
                    recipient);
        }

        private static Route user(
                Gateway gateway, Port port, Security security, String password, String sender, String recipient) {
            return new Route(
                    "localhost",
                    gateway.port(port),
                    security,
                    gateway.accounts().certificate(),
                    USER,
                    password,
                    sender,
                    recipient);
        }
    }

    static Stream<Arguments> everybodyEveryWay() {
        return Arrays.stream(MailClient.values())
                .flatMap(client -> Arrays.stream(Way.values()).map(way -> arguments(client, way)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("everybodyEveryWay")
    void clientHandsInAMail(MailClient client, Way way, Gateway gateway) throws IOException {
        Route route = way.route(gateway);
        assumeTrue(client.installed(), client + " is not installed");
        assumeTrue(client.can(route), client + " does not know SMTPUTF8");
        assumeTrue(way != Way.SERVER_IPV6 || hasIpv6(), "no IPv6 here");
        String token = client + " " + way + " " + System.nanoTime();
        byte[] mail = ("From: Sender <sender@elsewhere.example>\r\nTo: <bob@postern.test>\r\nSubject: " + token
                        + "\r\nDate: Thu, 1 Jan 2026 12:00:00 +0000\r\nMessage-ID: <" + System.nanoTime()
                        + "@elsewhere.example>\r\n\r\n.A line with a dot,\r\n.\r\nand one with nothing else.\r\n")
                .getBytes(UTF_8);

        Run run = client.send(route, mail);

        assertThat(run.succeeded()).as(run.output()).isTrue();
        List<DeliveredMail> delivered = await("the mail of " + client + " in the mailbox")
                .atMost(Gateway.PATIENCE)
                .until(() -> withSubject(gateway, token), mails -> !mails.isEmpty());
        assertThat(delivered).hasSize(1);
        assertThat(delivered.get(0).holds(client.makes(mail)))
                .as("as it was sent")
                .isTrue();
        assertThat(delivered.get(0).header("Received"))
                .hasValueSatisfying(field -> assertThat(field).contains(" with " + way.protocol + " id "));
    }

    private static boolean hasIpv6() {
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(InetAddress.getAllByName("::1")[0], 0));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static List<DeliveredMail> withSubject(Gateway gateway, String subject) {
        return gateway.mailboxes().of("bob").stream()
                .filter(mail -> mail.header("Subject").equals(Optional.of(subject)))
                .toList();
    }
}
