package io.postern.system;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.postern.local.Port;
import io.postern.system.gateway.DeliveredMail;
import io.postern.system.gateway.Gateway;
import io.postern.system.gateway.GatewayExtension;
import io.postern.system.smtp.SmtpClient;
import io.postern.system.smtp.SmtpReply;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Spam is refused or marked by its score; the operator teaches what is spam here. */
@Order(58)
@ExtendWith(GatewayExtension.class)
class AntispamTest {

    /** Of advance fee fraud as there are thousands, shouting. */
    private static final String BAIT = "From: \"MR. WINNER\" <claims@elsewhere.example>\r\n"
            + "Reply-To: <agent@another.example>\r\n"
            + "Subject: CONGRATULATIONS!!! YOU HAVE WON $$$\r\n"
            + "Content-Type: text/html\r\n"
            + "\r\n"
            + "<html><body><font color=red size=7>DEAR FRIEND, YOU HAVE WON THE LOTTERY! CLAIM YOUR PRIZE OF"
            + " USD 1,000,000 NOW!!! 100% FREE, NO RISK, ACT NOW!</font>"
            + " <a href=\"http://203.0.113.7/claim\">https://www.bank.example/login</a></body></html>\r\n";

    private final Gateway gateway;

    AntispamTest(Gateway gateway) {
        this.gateway = gateway;
    }

    @Test
    void whatLooksLikeSpamIsRefusedOrTellsSo() throws IOException {
        SmtpReply reply = send(BAIT.getBytes(US_ASCII));
        if (reply.code() == 250) {
            DeliveredMail mail = gateway.awaitMail("carol", reply.queuedAs().orElseThrow());
            assertThat(mail.header("X-Postern-Flag"))
                    .hasValueSatisfying(flag -> assertThat(flag).startsWith("YES, score="));
            assertThat(mail.header("X-Postern-Score"))
                    .hasValueSatisfying(score -> assertThat(score).contains("antispam."));
        } else {
            assertThat(reply.lines().getFirst()).startsWith("554 5.7.1 Message rejected: looks like spam");
        }
    }

    @Test
    void ordinaryMailIsNotMarked() throws IOException {
        byte[] mail = Gateway.mail("Shall we have lunch on Thursday? The place by the river, as last time.");
        DeliveredMail delivered =
                gateway.awaitMail("carol", send(mail).queuedAs().orElseThrow());
        assertThat(delivered.header("X-Postern-Flag")).isEmpty();
    }

    @Test
    void operatorTeachesTakesBackAndForgets() throws Exception {
        byte[] mail = BAIT.getBytes(US_ASCII);
        assertThat(ask("POST", "/antispam/training/spam", mail)).contains("\"changed\":true");
        assertThat(ask("POST", "/antispam/training/spam", mail))
                .as("a mail counts once")
                .contains("\"changed\":false");
        await("the instance knows of it")
                .atMost(Gateway.PATIENCE)
                .until(() -> ask("GET", "/antispam/training", new byte[0]).contains("\"spam\":1"));
        assertThat(ask("POST", "/antispam/judgements", mail)).contains("\"score\"", "\"hits\"");
        assertThat(ask("POST", "/antispam/training/mistakes", mail)).contains("\"changed\":true");
        await("and that it was a mistake")
                .atMost(Gateway.PATIENCE)
                .until(() -> ask("GET", "/antispam/training", new byte[0]).contains("\"spam\":0"));

        HttpResponse<String> unknown = gateway.ask("POST", Port.ANTISPAM_HTTP, "/antispam/training/maybe", mail);
        assertThat(unknown.statusCode()).isEqualTo(400);
        assertThat(unknown.body()).contains("spam or as ham");
    }

    @Test
    void nobodyTeachesWithoutAnAccount() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + gateway.port(Port.ANTISPAM_HTTP) + "/antispam/training/spam"))
                .header("Content-Type", "message/rfc822")
                .POST(HttpRequest.BodyPublishers.ofString(BAIT))
                .timeout(Gateway.PATIENCE)
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            assertThat(http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
                    .isEqualTo(401);
        }
    }

    private String ask(String method, String path, byte[] mail) throws IOException, InterruptedException {
        HttpResponse<String> answer = gateway.ask(method, Port.ANTISPAM_HTTP, path, mail);
        assertThat(answer.statusCode())
                .as(method + " " + path + ": " + answer.body())
                .isEqualTo(200);
        return answer.body();
    }

    private SmtpReply send(byte[] mail) throws IOException {
        try (SmtpClient client = gateway.connect()) {
            return client.sendMail("antispam@elsewhere.example", List.of("carol@postern.test"), mail);
        }
    }
}
