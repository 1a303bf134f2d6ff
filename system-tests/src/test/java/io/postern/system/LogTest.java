package io.postern.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.postern.local.Port;
import io.postern.system.gateway.Gateway;
import io.postern.system.gateway.GatewayExtension;
import io.postern.system.smtp.SmtpClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One line of the log tells the story of a mail, and no line tells what is nobody's business. */
@Order(85)
@ExtendWith(GatewayExtension.class)
class LogTest {

    private static final String USER = "alice@postern.test";
    private static final String BODY = "between-you-and-me-8261";
    private static final String WRONG = "my-other-password-8261";

    @Test
    void lineTellsTheStoryAndNoSecret(Gateway gateway) throws IOException {
        String password = gateway.accounts().password(USER);
        awaitChecks(gateway);
        String mailId;
        try (SmtpClient client = SmtpClient.greet(gateway.port(Port.SUBMISSION))) {
            client.startTls(gateway.accounts().trust());
            assertThat(client.login(USER, WRONG).code()).isEqualTo(535);
            assertThat(client.login(WRONG, WRONG).code()).isEqualTo(535);
            assertThat(client.login(USER, password).code()).isEqualTo(235);
            mailId = client.sendMail(USER, List.of("bob@postern.test"), Gateway.mail(BODY))
                    .queuedAs()
                    .orElseThrow();
        }
        gateway.awaitMail("bob", mailId);
        // There may be another at RCPT, of the checks that are asked there.
        assertThat(lines(gateway, "ingress-smtp.log")
                        .filter(line -> line.contains("ACCEPT mailId=" + mailId) && line.contains(" queued as ")))
                .singleElement()
                .asString()
                .contains(
                        " clientIp=127.0.0.1 ",
                        " helo=client.example ",
                        " user=" + USER + " ",
                        " sender=<" + USER + "> ",
                        " recipients=[bob@postern.test] ",
                        " verdicts=[antispam=PASS, av=PASS, content=PASS] ",
                        " reply=250 2.0.0 Ok: queued as " + mailId);
        for (String secret : List.of(password, WRONG, response(USER, password), response(USER, WRONG), BODY)) {
            for (String log : List.of(
                    "ingress-smtp.log",
                    "rbl-service.log",
                    "address-service.log",
                    "greylist-service.log",
                    "content-service.log",
                    "antispam-service.log",
                    "av-service.log",
                    "delivery-service.log",
                    "kafka.log")) {
                assertThat(lines(gateway, log).filter(line -> line.contains(secret)))
                        .as("lines of " + log + " with what is nobody's business")
                        .isEmpty();
            }
        }
    }

    /** A check that was given up, while the test before this one had Kafka down, is waited for again once it has answered. */
    private static void awaitChecks(Gateway gateway) {
        await("a mail is checked").atMost(Gateway.PATIENCE).until(() -> {
            try (SmtpClient client = gateway.connect()) {
                String mailId = client.sendMail(
                                "log@client.example", List.of("carol@postern.test"), Gateway.mail("checked?"))
                        .queuedAs()
                        .orElseThrow();
                return gateway.awaitMail("carol", mailId)
                        .header("X-Postern-Unchecked")
                        .isEmpty();
            }
        });
    }

    private static String response(String user, String password) {
        return Base64.getEncoder().encodeToString(("\0" + user + "\0" + password).getBytes(UTF_8));
    }

    private static Stream<String> lines(Gateway gateway, String log) throws IOException {
        Path file = gateway.folder().resolve("logs").resolve(log);
        return Files.readAllLines(file).stream();
    }
}
