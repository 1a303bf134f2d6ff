package io.postern.system;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.postern.system.gateway.ExtraIngress;
import io.postern.system.gateway.Gateway;
import io.postern.system.gateway.GatewayExtension;
import io.postern.system.smtp.SmtpClient;
import io.postern.system.smtp.SmtpReply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Many clients at once, or much of each, cost an ingress the memory that it was given and no more. */
@Order(70)
@ExtendWith(GatewayExtension.class)
class CrowdTest {

    private static final int IDLE = 10_000;
    private static final int NETWORK = 200;
    private static final int ADDRESS = 50;
    private static final long IDLE_MEMORY_MB = 400;
    /** Together far more than heap and buffers of the ingress; 50 of them take more than two minutes. */
    private static final int LARGE_MAILS = Integer.getInteger("postern.test.large-mails", 20);

    private static final int LARGE_SIZE = 25 * 1024 * 1024 - 1024;
    private static final Duration LARGE_REPLY = Duration.ofMinutes(5);
    private static final Duration LARGE_DELIVERY = Duration.ofMinutes(4);

    @Test
    void tenThousandIdleConnectionsFitAndMailFlowsAmongThem(Gateway gateway) throws IOException {
        List<SmtpClient> idle = new ArrayList<>();
        // They are strangers, as many from each network as may come.
        Map<String, String> settings = Map.of("defence.trusted", "127.0.0.1/32");
        try (ExtraIngress ingress = new ExtraIngress(gateway, 5, 160, settings)) {
            for (int i = 0; i < IDLE; i++) {
                String address = "127.1." + i / NETWORK + "." + (1 + i % NETWORK / ADDRESS);
                idle.add(SmtpClient.greetFrom(address, ingress.port()));
            }
            for (int i = 0; i < 50; i++) {
                assertThat(send(ingress, "crowd@elsewhere.example", Gateway.mail("among many"))
                                .queuedAs())
                        .isPresent();
            }
            long resident = resident(ingress.pid());
            System.out.printf("%d idle connections: %d MB resident%n", IDLE, resident);
            assertThat(resident).as("megabytes").isLessThan(IDLE_MEMORY_MB);
            assertThat(idle.get(0).command("NOOP").code())
                    .as("they are still there")
                    .isEqualTo(250);
            assertThat(idle.get(IDLE - 1).command("NOOP").code()).isEqualTo(250);
        } finally {
            for (SmtpClient client : idle) {
                client.close();
            }
        }
    }

    @Test
    void manyLargeMailsAtOnceFitIntoASmallHeap(Gateway gateway) throws Exception {
        byte[] mail = large();
        // The content check has not the memory for so much at once; what it does then is not the matter here.
        Path policy = Files.writeString(gateway.folder().resolve("extra").resolve("no-checks.yaml"), "checks: {}\n");
        Map<String, String> settings = Map.of("defence.trusted", "127.0.0.0/8", "policy-file", policy.toString());
        try (ExtraIngress ingress = new ExtraIngress(gateway, 6, 256, settings);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<SmtpReply>> senders = new ArrayList<>();
            for (int i = 0; i < LARGE_MAILS; i++) {
                // Each has a sender of its own, or delivery would take them for resends of the first.
                String sender = "crowd" + i + "@elsewhere.example";
                senders.add(() -> persistently(ingress, sender, mail));
            }
            List<SmtpReply> replies = new ArrayList<>();
            for (Future<SmtpReply> sender : threads.invokeAll(senders)) {
                replies.add(sender.get());
            }
            System.out.printf("%d mails of 25 MB: %d MB resident%n", LARGE_MAILS, resident(ingress.pid()));
            assertThat(replies).extracting(SmtpReply::code).containsOnly(250);
            assertThat(Files.readString(ingress.log())).doesNotContain("OutOfMemoryError");
        }
        List<Path> delivered = await("all of them in the mailbox")
                .atMost(LARGE_DELIVERY)
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> large(gateway), files -> files.size() >= LARGE_MAILS);
        assertThat(delivered).hasSize(LARGE_MAILS);
        for (Path file : delivered) {
            assertThat(Files.size(file)).isGreaterThan(mail.length);
            Files.delete(file);
        }
    }

    /** The large mails in the mailbox. Their sizes will do; together they are too large to be read. */
    private static List<Path> large(Gateway gateway) throws IOException {
        Path box = gateway.folder().resolve("mail/postern.test/bob/Maildir/new");
        try (Stream<Path> files = Files.list(box)) {
            return files.filter(file -> file.toFile().length() > LARGE_SIZE).toList();
        }
    }

    /** Tries again when it is told to, as a server does. */
    private static SmtpReply persistently(ExtraIngress ingress, String sender, byte[] mail) throws IOException {
        SmtpReply reply = send(ingress, sender, mail);
        for (int i = 0; i < 20 && reply.temporary(); i++) {
            reply = send(ingress, sender, mail);
        }
        return reply;
    }

    private static SmtpReply send(ExtraIngress ingress, String sender, byte[] mail) throws IOException {
        try (SmtpClient client = ingress.connect().patience(LARGE_REPLY)) {
            return client.sendMail(sender, List.of("bob@postern.test"), mail);
        }
    }

    private static byte[] large() {
        byte[] mail = new byte[LARGE_SIZE];
        byte[] line = ("x".repeat(76) + "\r\n").getBytes(US_ASCII);
        for (int at = 0; at + line.length <= mail.length; at += line.length) {
            System.arraycopy(line, 0, mail, at, line.length);
        }
        byte[] head = "Subject: large\r\n\r\n".getBytes(US_ASCII);
        byte[] whole = Arrays.copyOf(head, head.length + mail.length - mail.length % line.length);
        System.arraycopy(mail, 0, whole, head.length, whole.length - head.length);
        return whole;
    }

    private static long resident(long pid) throws IOException {
        Path status = Path.of("/proc", Long.toString(pid), "status");
        assumeTrue(Files.exists(status), "no /proc to read memory from");
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                    .sum();
        }
    }
}
