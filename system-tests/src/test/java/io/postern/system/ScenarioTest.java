package io.postern.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.postern.local.Port;
import io.postern.system.dialogue.Dialogue;
import io.postern.system.dialogue.Expected;
import io.postern.system.dialogue.Transcript;
import io.postern.system.gateway.DeliveredMail;
import io.postern.system.gateway.Gateway;
import io.postern.system.gateway.GatewayExtension;
import io.postern.system.gateway.Mailboxes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/** The numbered folders of {@code src/test/scenarios}: a dialogue, the mails it sends, and what must lie where afterwards. */
@Order(10)
@ExtendWith(GatewayExtension.class)
class ScenarioTest {

    private static final Path SCENARIOS = Path.of("src", "test", "scenarios");

    private int promised;

    @TestFactory
    List<DynamicTest> scenarios(Gateway gateway) throws IOException {
        int before = mailsIn(gateway.mailboxes());
        List<DynamicTest> tests = new ArrayList<>();
        try (Stream<Path> folders = Files.list(SCENARIOS).sorted()) {
            for (Path folder : folders.toList()) {
                Dialogue dialogue = Dialogue.read(folder);
                tests.add(dynamicTest(
                        folder.getFileName() + ": " + dialogue.claim(), () -> play(gateway, folder, dialogue)));
            }
        }
        tests.add(dynamicTest(
                "nothing else was delivered",
                () -> assertThat(mailsIn(gateway.mailboxes()) - before).isEqualTo(promised)));
        return tests;
    }

    private void play(Gateway gateway, Path folder, Dialogue dialogue) throws IOException {
        Expected expected = Expected.read(folder);
        Transcript transcript = dialogue.play(gateway.port(Port.SMTP));
        promised += expected.holds().values().stream().mapToInt(List::size).sum();
        for (String user : expected.holds().keySet()) {
            List<byte[]> contents = expected.holds().get(user);
            List<DeliveredMail> mails = gateway.awaitMails(user, transcript.mailIds(), contents.size());
            assertThat(mails).as("mails for " + user).hasSameSizeAs(contents);
            for (byte[] content : contents) {
                assertThat(mails).as(user + " holds the mail as sent").anyMatch(mail -> mail.holds(content));
            }
            mails.forEach(mail -> requireFields(mail, expected));
        }
    }

    private static void requireFields(DeliveredMail mail, Expected expected) {
        assertThat(mail.header()).as("the reverse-path on top").startsWith("Return-Path: <");
        assertThat(mail.header("Received")).isPresent();
        expected.fields()
                .forEach(field -> assertThat(mail.header(field.name()))
                        .as(field.name())
                        .matches(field::matches, field.pattern().orElse("absent")));
    }

    private static int mailsIn(Mailboxes mailboxes) {
        return Mailboxes.USERS.stream()
                .mapToInt(user -> mailboxes.of(user).size())
                .sum();
    }
}
