package io.postern.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.postern.local.Part;
import io.postern.system.gateway.ExtraIngress;
import io.postern.system.gateway.Gateway;
import io.postern.system.gateway.GatewayExtension;
import io.postern.system.smtp.SmtpClient;
import io.postern.system.smtp.SmtpReply;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** While delivery is too far behind, nobody is promised a delivery. */
@Order(57)
@ExtendWith(GatewayExtension.class)
class CustodyGuardTest {

    private static final Map<String, String> SETTINGS =
            Map.of("defence.trusted", "127.0.0.1/32", "defence.custody-guard", "3S", "defence.custody-look", "0.5S");

    @Test
    void mailIsDeferredWhileDeliveryIsTooFarBehindAndTakenAgainAfterwards(Gateway gateway) throws IOException {
        Part delivery = gateway.part("delivery-service");
        try (ExtraIngress ingress = new ExtraIngress(gateway, 4, 128, SETTINGS)) {
            assertThat(send(ingress).queuedAs()).isPresent();
            delivery.stop();
            String promised = send(ingress).queuedAs().orElseThrow();
            await("the guard closes")
                    .atMost(Gateway.PATIENCE)
                    .until(() -> send(ingress).code() == 451);
            assertThat(send(ingress).toString()).startsWith("451 4.3.0 ");
            delivery.start();
            delivery.awaitReady(Gateway.PATIENCE);
            gateway.awaitMail("bob", promised);
            await("the guard opens")
                    .atMost(Gateway.PATIENCE)
                    .until(() -> send(ingress).code() == 250);
        } finally {
            delivery.start();
            delivery.awaitReady(Gateway.PATIENCE);
        }
    }

    private static SmtpReply send(ExtraIngress ingress) throws IOException {
        try (SmtpClient client = ingress.connect()) {
            return client.sendMail("guard@elsewhere.example", List.of("bob@postern.test"), Gateway.mail("guarded"));
        }
    }
}
