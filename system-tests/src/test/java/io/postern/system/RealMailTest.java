package io.postern.system;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.postern.system.gateway.DeliveredMail;
import io.postern.system.gateway.Gateway;
import io.postern.system.gateway.GatewayExtension;
import io.postern.system.smtp.SmtpClient;
import io.postern.system.smtp.SmtpReply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Real mail, the worst of it too, lies in the mailbox byte for byte or was refused with a reason. */
@Order(20)
@ExtendWith(GatewayExtension.class)
class RealMailTest {

    private static final Path PACK = Gateway.checkout().resolveSibling("shared/testdata/pack.tar.xz");
    private static final String USER = "bob";
    private static final int SENDERS = 8;

    @Test
    void realMailArrivesExactlyOrIsRefused(Gateway gateway) throws Exception {
        assumeTrue(Files.exists(PACK), () -> "no test data at " + PACK);
        RealMails mails = RealMails.read(PACK);
        assertThat(mails.torture()).hasSizeGreaterThanOrEqualTo(80);
        assertThat(mails.ham()).hasSize(200);

        Map<String, byte[]> promised = new LinkedHashMap<>();
        Map<String, Integer> refusals = new TreeMap<>();
        List<SmtpReply> replies = sendAll(gateway, mails.all());
        for (int i = 0; i < replies.size(); i++) {
            RealMails.Mail mail = mails.all().get(i);
            SmtpReply reply = replies.get(i);
            if (reply.queuedAs().isPresent()) {
                promised.put(reply.queuedAs().get(), mail.content());
            } else {
                assertThat(reply.code()).as(mail.name() + ": " + reply).isBetween(500, 599);
                assertThat(reply.status()).as(mail.name() + ": " + reply).isPresent();
                refusals.merge(reply.toString().replaceAll(" \\(\\w+\\)$", ""), 1, Integer::sum);
            }
        }
        List<DeliveredMail> delivered = gateway.awaitMails(USER, promised.keySet(), promised.size());
        assertThat(delivered).hasSameSizeAs(promised.keySet()).allMatch(mail -> mail.holds(contentOf(mail, promised)));
        System.out.printf(
                "%d torture mails and %d ham: %d accepted, each in its Maildir byte for byte; refused: %s%n",
                mails.torture().size(), mails.ham().size(), promised.size(), refusals);
    }

    private static byte[] contentOf(DeliveredMail mail, Map<String, byte[]> promised) {
        return requireNonNull(promised.get(mail.mailId()));
    }

    private static List<SmtpReply> sendAll(Gateway gateway, List<RealMails.Mail> mails)
            throws InterruptedException, ExecutionException {
        List<SmtpReply> replies = new ArrayList<>();
        try (ExecutorService senders = Executors.newFixedThreadPool(SENDERS)) {
            List<Callable<SmtpReply>> sendings = new ArrayList<>();
            for (int i = 0; i < mails.size(); i++) {
                // A sender of its own for each: the pack holds some mails twice, and a resend is not delivered again.
                String sender = "real-" + i + "@elsewhere.example";
                byte[] content = mails.get(i).content();
                sendings.add(() -> send(gateway, sender, content));
            }
            for (Future<SmtpReply> sending : senders.invokeAll(sendings)) {
                replies.add(sending.get());
            }
        }
        return replies;
    }

    private static SmtpReply send(Gateway gateway, String sender, byte[] content) throws IOException {
        try (SmtpClient client = gateway.connect()) {
            return client.sendMail(sender, List.of(USER + "@postern.test"), content);
        }
    }
}
