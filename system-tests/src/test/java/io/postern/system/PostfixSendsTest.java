package io.postern.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.postern.local.Port;
import io.postern.system.clients.Postfix;
import io.postern.system.clients.Route;
import io.postern.system.clients.Route.Security;
import io.postern.system.gateway.DeliveredMail;
import io.postern.system.gateway.Gateway;
import io.postern.system.gateway.GatewayExtension;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Postfix hands on its queue: as another site's server, and as a relay that logs in. */
@Order(21)
@ExtendWith(GatewayExtension.class)
class PostfixSendsTest {

    private static final String USER = "alice@postern.test";
    private static final int MAILS = 20;

    @BeforeEach
    void isThere() {
        assumeTrue(Postfix.installed(), "no Postfix, or not root");
    }

    @Test
    void serverSendsInClear(Gateway gateway) throws IOException {
        sends(gateway, Port.SMTP, Security.CLEAR, false, "sender@elsewhere.example", "carol@postern.test", "ESMTP");
    }

    @Test
    void serverSendsEncrypted(Gateway gateway) throws IOException {
        sends(gateway, Port.SMTP, Security.STARTTLS, false, "sender@elsewhere.example", "carol@postern.test", "ESMTPS");
    }

    @Test
    void serverSendsInternationalMail(Gateway gateway) throws IOException {
        sends(
                gateway,
                Port.SMTP,
                Security.STARTTLS,
                false,
                "j\u00fcrgen@elsewhere.example",
                "carol+b\u00fcro@postern.test",
                "UTF8SMTPS");
    }

    @Test
    void relayLogsIn(Gateway gateway) throws IOException {
        sends(gateway, Port.SUBMISSION, Security.STARTTLS, true, USER, "carol@postern.test", "ESMTPSA");
    }

    @Test
    void relayLogsInWhereTlsComesFirst(Gateway gateway) throws IOException {
        sends(gateway, Port.SUBMISSIONS, Security.TLS, true, USER, "carol@postern.test", "ESMTPSA");
    }

    private static void sends(
            Gateway gateway, Port port, Security security, boolean login, String from, String to, String protocol)
            throws IOException {
        Route route = new Route(
                "127.0.0.1",
                gateway.port(port),
                security,
                gateway.accounts().certificate(),
                login ? USER : "",
                login ? gateway.accounts().password(USER) : "",
                from,
                to);
        String token = "postfix " + System.nanoTime();
        try (Postfix postfix = new Postfix(route)) {
            IntStream.range(0, MAILS).forEach(i -> postfix.send(from, to, mail(token + " " + i)));
            await("all mails are sent")
                    .atMost(Gateway.PATIENCE)
                    .until(() -> postfix.log("status=").size() >= MAILS);
            assertThat(postfix.log("status=")).allMatch(line -> line.contains("status=sent (250 2.0.0 Ok: queued as"));
        }
        List<DeliveredMail> delivered = await("all mails in the mailbox")
                .atMost(Gateway.PATIENCE)
                .until(() -> mails(gateway, token), mails -> mails.size() >= MAILS);
        assertThat(delivered).hasSize(MAILS);
        assertThat(delivered)
                .allMatch(mail -> mail.header("Received").orElse("").contains(" with " + protocol + " id "));
    }

    private static byte[] mail(String subject) {
        return ("From: <sender@elsewhere.example>\nTo: <carol@postern.test>\nSubject: " + subject
                        + "\n\nFrom one server to another.\n")
                .getBytes(UTF_8);
    }

    private static List<DeliveredMail> mails(Gateway gateway, String token) {
        return gateway.mailboxes().of("carol").stream()
                .filter(mail -> mail.header("Subject").orElse("").startsWith(token))
                .toList();
    }
}
