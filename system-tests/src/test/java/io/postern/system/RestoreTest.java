package io.postern.system;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.postern.contract.Topics;
import io.postern.local.LocalStack;
import io.postern.local.Port;
import io.postern.local.StackOptions;
import io.postern.system.clients.SmtpSink;
import io.postern.system.gateway.Accounts;
import io.postern.system.gateway.DeliveredMail;
import io.postern.system.gateway.FreePorts;
import io.postern.system.gateway.Gateway;
import io.postern.system.gateway.Mailboxes;
import io.postern.system.smtp.SmtpClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Database and mailboxes are lost and restored to an earlier hour, as "Backup and restoring" of docs/operations.md says. A
 * stack of its own, started four times, so by {@code -Dpostern.test.restore} only.
 */
@Order(96)
@EnabledIfSystemProperty(named = "postern.test.restore", matches = ".*")
class RestoreTest {

    private static final String ALICE = "alice@postern.test";
    private static final String DELIVERY = "delivery-service";

    /** From how long before the backup the approvals are read again. */
    private static final Duration MARGIN = Duration.ofSeconds(5);

    private final int deadUntilLater = FreePorts.one();

    @Test
    void whatWasTakenSinceTheBackupIsBackAndNothingIsThereTwice(@TempDir Path folder) throws Exception {
        assumeTrue(SmtpSink.installed(), "smtp-sink, of Postfix, is not installed");
        Path data = folder.resolve("stack");
        Path saved = folder.resolve("saved");
        furnish(data.resolve("config"));
        StackOptions options = StackOptions.of(Gateway.checkout(), data).withPortOffset(FreePorts.offset());

        Mails before;
        try (LocalStack stack = LocalStack.start(options)) {
            before = Mails.send(stack, "before");
        }
        Instant backup = Instant.now();
        copy(data.resolve("postgres"), saved.resolve("postgres"));
        copy(data.resolve("mail"), saved.resolve("mail"));

        Mails after;
        try (LocalStack stack = LocalStack.start(options)) {
            after = Mails.send(stack, "after");
        }
        remove(data.resolve("postgres"));
        remove(data.resolve("mail"));
        copy(saved.resolve("postgres"), data.resolve("postgres"));
        copy(saved.resolve("mail"), data.resolve("mail"));

        try (LocalStack stack = LocalStack.start(options.withoutPart(DELIVERY))) {
            readAgain("127.0.0.1:" + stack.port(Port.KAFKA), backup.minus(MARGIN));
        }
        try (LocalStack stack = LocalStack.start(options);
                SmtpSink abroad = new SmtpSink(deadUntilLater)) {
            after.awaitThere(stack);
            before.awaitThere(stack);
            ask(stack, "POST", "/delivery/queue/retry?all=true");
            await("the queue has left")
                    .atMost(Gateway.PATIENCE)
                    .until(() -> ask(stack, "GET", "/delivery/queue"), queue -> !queue.contains("abroad.example"));
            for (Mails mails : List.of(before, after)) {
                mails.thereOnce(stack);
                assertThat(Pattern.compile("^queued " + mails.when(), Pattern.MULTILINE)
                                .matcher(abroad.taken())
                                .results())
                        .as("copies of what was queued " + mails.when())
                        .hasSize(1);
            }
        }
    }

    /** One of each kind: in a mailbox, in the queue, in quarantine. */
    private record Mails(String when, String delivered, String queued, String quarantined) {

        static Mails send(LocalStack stack, String when) throws Exception {
            try (SmtpClient client = SmtpClient.greet(stack.port(Port.SMTP));
                    SmtpClient user = SmtpClient.greet(stack.port(Port.SUBMISSION))) {
                String delivered = taken(client, "x@elsewhere.example", ALICE, "delivered " + when);
                String quarantined = taken(client, "x@elsewhere.example", ALICE, "the dubious phrase " + when);
                Accounts accounts = new Accounts(stack.data());
                user.startTls(accounts.trust());
                assertThat(user.login(ALICE, accounts.password(ALICE)).code()).isEqualTo(235);
                String queued = taken(user, ALICE, "friend@abroad.example", "queued " + when);
                Mails mails = new Mails(when, delivered, queued, quarantined);
                mails.awaitThere(stack);
                return mails;
            }
        }

        private static String taken(SmtpClient client, String sender, String recipient, String text)
                throws IOException {
            return client.sendMail(sender, List.of(recipient), Gateway.mail(text))
                    .queuedAs()
                    .orElseThrow();
        }

        void awaitThere(LocalStack stack) {
            await("all that was sent " + when).atMost(Gateway.PATIENCE).untilAsserted(() -> thereOnce(stack));
        }

        private void thereOnce(LocalStack stack) throws Exception {
            assertThat(new Mailboxes(stack.data().resolve("mail")).of("alice"))
                    .extracting(DeliveredMail::mailId)
                    .containsOnlyOnce(delivered)
                    .doesNotContain(quarantined);
            assertThat(ask(stack, "GET", "/delivery/quarantine")).containsOnlyOnce("\"" + quarantined + "\"");
        }
    }

    private void furnish(Path config) throws IOException {
        copy(Gateway.checkout().resolve("deploy/samples"), config);
        Path policy = config.resolve("policy.yaml");
        String text = Files.readString(policy);
        assertThat(text).contains("phrase: reject");
        Files.writeString(policy, text.replace("phrase: reject", "phrase: quarantine"));
        Files.writeString(config.resolve("lists/content/dubious.txt"), "the dubious phrase\n");
        Files.writeString(config.resolve("routes.yaml"), """
                routes:
                  - domains: [abroad.example]
                    to: 127.0.0.1:%d
                    retries: [1h]
                """.formatted(deadUntilLater));
    }

    /** As {@code kafka-consumer-groups --group delivery --topic mail.approved.v1 --reset-offsets --to-datetime} does. */
    private static void readAgain(String kafka, Instant since) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka))) {
            var topics = admin.describeTopics(List.of(Topics.APPROVED))
                    .allTopicNames()
                    .get(30, TimeUnit.SECONDS);
            int partitions =
                    requireNonNull(topics.get(Topics.APPROVED)).partitions().size();
            Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
            Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
            for (int i = 0; i < partitions; i++) {
                wanted.put(new TopicPartition(Topics.APPROVED, i), OffsetSpec.forTimestamp(since.toEpochMilli()));
                ends.put(new TopicPartition(Topics.APPROVED, i), OffsetSpec.latest());
            }
            var found = admin.listOffsets(wanted).all().get(30, TimeUnit.SECONDS);
            var end = admin.listOffsets(ends).all().get(30, TimeUnit.SECONDS);
            Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
            found.forEach((partition, offset) -> offsets.put(
                    partition,
                    new OffsetAndMetadata(
                            offset.offset() < 0
                                    ? requireNonNull(end.get(partition)).offset()
                                    : offset.offset())));
            admin.alterConsumerGroupOffsets("delivery", offsets).all().get(30, TimeUnit.SECONDS);
        }
    }

    private static String ask(LocalStack stack, String method, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + stack.port(Port.DELIVERY_HTTP) + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .header("Authorization", new Accounts(stack.data()).operatorAuthorization())
                .timeout(Gateway.PATIENCE)
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        }
    }

    /** With owners and modes, as a backup keeps them. */
    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        run("cp", "-a", from.toString(), to.toString());
    }

    private static void remove(Path folder) throws IOException {
        run("rm", "-r", folder.toString());
    }

    private static void run(String... command) throws IOException {
        try {
            Process process = new ProcessBuilder(command).inheritIO().start();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as(String.join(" ", command)).isZero();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
