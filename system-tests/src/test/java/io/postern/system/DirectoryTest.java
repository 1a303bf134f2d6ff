package io.postern.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.postern.contract.DeliveryAttempted;
import io.postern.contract.DeliveryAttempted.Outcome;
import io.postern.contract.OperatorActed;
import io.postern.contract.Topics;
import io.postern.local.Port;
import io.postern.system.gateway.Gateway;
import io.postern.system.gateway.GatewayExtension;
import io.postern.system.gateway.TopicReader;
import io.postern.system.smtp.SmtpClient;
import io.postern.system.smtp.SmtpReply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Names that stand for others, folders for tags, and mailboxes that are full: from RCPT to the mailbox. */
@Order(60)
@ExtendWith(GatewayExtension.class)
class DirectoryTest {

    private static final String SENDER = "sender@elsewhere.example";

    private final Gateway gateway;
    private String before = "";

    DirectoryTest(Gateway gateway) {
        this.gateway = gateway;
    }

    @BeforeEach
    void writeDirectory() throws IOException {
        before = Files.readString(gateway.config("directory.yaml"));
        Files.writeString(gateway.config("directory.yaml"), """
                domains:
                  postern.test:
                    mailboxes: [alice, bob, carol]
                    aliases: {team: [alice, bob]}
                    tag-folders: create
                  catch.test:
                    mailboxes: []
                    catch-all: carol@postern.test
                """);
    }

    @AfterEach
    void giveDirectoryBack() throws IOException {
        Files.writeString(gateway.config("directory.yaml"), before);
    }

    @Test
    void aliasCatchAllAndTagLeadToTheirMailboxes() throws Exception {
        awaitReply("anybody@catch.test", 250);
        try (TopicReader events = gateway.readOn(Topics.DELIVERIES);
                SmtpClient client = gateway.connect()) {
            byte[] content = Gateway.mail("For the team, for whoever it may be.");
            SmtpReply reply = client.sendMail(SENDER, List.of("team@postern.test", "anybody@catch.test"), content);
            String id = reply.queuedAs().orElseThrow(() -> new AssertionError(reply));

            for (String user : List.of("alice", "bob", "carol")) {
                assertThat(gateway.awaitMail(user, id).holds(content)).as(user).isTrue();
            }
            assertThat(gateway.awaitMail("bob", id).header("Delivered-To")).hasValue("team@postern.test");
            events.await("that the alias was passed on", record -> passedOn(record, "team@postern.test"));

            SmtpReply tagged = client.sendMail(SENDER, List.of("alice+lists@postern.test"), Gateway.mail("Tagged."));
            String taggedId = tagged.queuedAs().orElseThrow(() -> new AssertionError(tagged));
            Path lists = gateway.folder().resolve("mail/postern.test/alice/Maildir/.lists/new");
            await("the mail in the folder of its tag")
                    .atMost(Gateway.PATIENCE)
                    .until(() -> Files.isDirectory(lists) && names(lists).anyMatch(name -> name.contains(taggedId)));
        }
    }

    @Test
    void fullMailboxIsRefusedAtRcptUntilThereIsRoom() throws Exception {
        awaitReply("dave@postern.test", 550);
        try (TopicReader acts = gateway.readOn(Topics.OPERATIONS)) {
            put("/delivery/mailboxes/dave@postern.test", "{\"quota\":{\"messages\":1}}");
            OperatorActed act = TopicReader.read(
                            acts.await("the operator's act", record -> "dave@postern.test".equals(record.key())),
                            OperatorActed.class)
                    .orElseThrow();
            assertThat(act.action()).isEqualTo("mailbox.put");
        }
        awaitReply("dave@postern.test", 250);
        try (SmtpClient client = gateway.connect()) {
            SmtpReply reply = client.sendMail(SENDER, List.of("dave@postern.test"), Gateway.mail("The first."));
            assertThat(reply.code()).as(reply.toString()).isEqualTo(250);
        }
        SmtpReply refusal = awaitReply("dave@postern.test", 452);
        assertThat(refusal.toString()).contains("4.2.2", "<dave@postern.test>: Mailbox full");

        Path box = gateway.folder().resolve("mail/postern.test/dave/Maildir");
        for (Path mail : list(box.resolve("new"))) {
            // As a reader does: seen, then removed.
            Path seen = Files.move(mail, box.resolve("cur").resolve(mail.getFileName() + ":2,S"));
            Files.delete(seen);
        }
        awaitReply("dave@postern.test", 250);
        assertThat(gateway.ask("DELETE", Port.DELIVERY_HTTP, "/delivery/mailboxes/dave@postern.test")
                        .statusCode())
                .isEqualTo(200);
    }

    private static boolean passedOn(ConsumerRecord<String, byte[]> record, String name) {
        return TopicReader.read(record, DeliveryAttempted.class)
                .filter(attempt -> attempt.recipient().equals(name))
                .filter(attempt -> attempt.outcome() == Outcome.DELIVERED)
                .filter(attempt -> attempt.destination().equals("alias"))
                .isPresent();
    }

    private void put(String path, String body) throws Exception {
        var answer = gateway.tell("PUT", Port.DELIVERY_HTTP, path, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    /** Asks at RCPT until it is so; sends nothing. */
    private SmtpReply awaitReply(String recipient, int code) {
        return await(recipient + " is answered by " + code)
                .atMost(Gateway.PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(250))
                .until(
                        () -> {
                            try (SmtpClient client = gateway.connect()) {
                                client.command("MAIL FROM:<" + SENDER + ">");
                                return client.command("RCPT TO:<" + recipient + ">");
                            }
                        },
                        reply -> reply.code() == code);
    }

    private static Stream<String> names(Path folder) throws IOException {
        return list(folder).stream().map(file -> file.getFileName().toString());
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}
