package io.postern.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.contract.DeliveryAttempted;
import io.postern.contract.Topics;
import io.postern.system.gateway.DeliveredMail;
import io.postern.system.gateway.Gateway;
import io.postern.system.gateway.GatewayExtension;
import io.postern.system.gateway.TopicReader;
import io.postern.system.smtp.SmtpClient;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Down and up again: mail, topics, settings and what delivery remembers are still there. */
@Order(60)
@ExtendWith(GatewayExtension.class)
class StateSurvivesTest {

    @Test
    void stackGoesOnWhereItWasStopped(Gateway gateway) throws Exception {
        Files.writeString(gateway.config("lists/content/survives.txt"), "the phrase that survives\n");
        byte[] mail = Gateway.mail("Sent before the stop.");
        String before = send(gateway, mail);
        DeliveredMail delivered = gateway.awaitMail("alice", before);

        gateway.restart();

        assertThat(gateway.awaitMail("alice", before).bytes()).isEqualTo(delivered.bytes());
        try (TopicReader approved = gateway.read(Topics.APPROVED)) {
            approved.await("approval from before", record -> before.equals(record.key()));
        }
        assertThat(Files.readString(gateway.config("lists/content/survives.txt")))
                .contains("survives");
        try (SmtpClient client = gateway.connect()) {
            assertThat(client.sendMail(
                                    "x@elsewhere.example",
                                    List.of("alice@postern.test"),
                                    Gateway.mail("The phrase that survives."))
                            .code())
                    .isEqualTo(554);
        }

        String resent = send(gateway, mail);
        try (TopicReader deliveries = gateway.read(Topics.DELIVERIES)) {
            var attempt = deliveries.await("outcome of the resend", record -> resent.equals(record.key()));
            assertThat(TopicReader.read(attempt, DeliveryAttempted.class))
                    .map(DeliveryAttempted::outcome)
                    .contains(DeliveryAttempted.Outcome.DUPLICATE);
        }
        assertThat(gateway.mailboxes().of("alice"))
                .extracting(DeliveredMail::mailId)
                .doesNotContain(resent);
    }

    private static String send(Gateway gateway, byte[] mail) throws IOException {
        try (SmtpClient client = gateway.connect()) {
            return client.sendMail("survivor@elsewhere.example", List.of("alice@postern.test"), mail)
                    .queuedAs()
                    .orElseThrow();
        }
    }
}
