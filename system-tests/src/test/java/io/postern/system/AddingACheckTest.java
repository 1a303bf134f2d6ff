package io.postern.system;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.postern.contract.Decision;
import io.postern.contract.LateVerdict;
import io.postern.contract.Topics;
import io.postern.contract.Verdict;
import io.postern.local.Port;
import io.postern.system.gateway.Gateway;
import io.postern.system.gateway.GatewayExtension;
import io.postern.system.gateway.TopicReader;
import io.postern.system.smtp.SmtpClient;
import io.postern.system.smtp.SmtpReply;
import io.postern.system.walk.Page;
import io.postern.system.walk.SampleCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Does what docs/adding-a-check.md says: a new check is one folder, and nothing that runs is restarted for it. */
@Order(70)
@ExtendWith(GatewayExtension.class)
class AddingACheckTest {

    private static final String FOLDER = "helo-service";
    private static final String CHECK = "helo";
    private static final String POLICY = "policy.yaml";

    private final Gateway gateway;
    private final Path policy;
    private final String original;

    AddingACheckTest(Gateway gateway) throws IOException {
        this.gateway = gateway;
        this.policy = gateway.config(POLICY);
        this.original = Files.readString(policy);
    }

    @AfterEach
    void restorePolicy() throws IOException {
        Files.writeString(policy, original);
    }

    @Test
    void checkOfThePageRunsInShadowUntilThePolicyNamesIt() throws Exception {
        Page page = Page.read(Gateway.checkout().resolve("docs/adding-a-check.md"));
        Path walk = Files.createTempDirectory(Files.createDirectories(Path.of("target", "walk")), "walk");
        page.writeFolder(FOLDER, walk);
        Path folder = walk.resolve(FOLDER);
        SampleCheck.build(folder);
        long ingress = gateway.part("ingress-smtp").pid();

        try (SampleCheck check = SampleCheck.start(folder, gateway.kafka());
                TopicReader decisions = gateway.readOn(Topics.DECISIONS)) {
            await("a verdict of the sample check in shadow")
                    .atMost(Gateway.PATIENCE)
                    .until(() -> check.alive() && send().queuedAs().isPresent() && foundIt(decisions));

            Files.writeString(policy, promoted(page.file(POLICY)));
            SmtpReply refused = await("the verdict of the sample check changes the reply")
                    .atMost(Gateway.PATIENCE)
                    .until(this::send, reply -> !reply.positive());
            assertThat(refused.code()).as(refused.toString()).isEqualTo(554);
            assertThat(gateway.part("ingress-smtp").pid())
                    .as("nothing was restarted")
                    .isEqualTo(ingress);
        }
    }

    /** Whether the record of the decisions has a FAIL of the sample check. */
    private static boolean foundIt(TopicReader decisions) {
        return decisions.toEnd().stream()
                .flatMap(AddingACheckTest::verdicts)
                .anyMatch(verdict -> verdict.check().equals(CHECK) && verdict.outcome() == Verdict.Outcome.FAIL);
    }

    private static Stream<Verdict> verdicts(ConsumerRecord<String, byte[]> record) {
        return Stream.concat(
                TopicReader.read(record, LateVerdict.class).map(LateVerdict::verdict).stream(),
                TopicReader.read(record, Decision.class).stream()
                        .flatMap(decision -> decision.answers().stream())
                        .map(Decision.Answer::verdict)
                        .filter(Objects::nonNull));
    }

    /** The policy with the checks of the page in front of its own. */
    private String promoted(String shown) {
        String checks = shown.lines().filter(line -> line.startsWith(" ")).collect(joining("\n"));
        return original.replaceFirst("(?m)^checks:$", Matcher.quoteReplacement("checks:\n" + checks));
    }

    /** Sends a mail as the page does, under a name of which the check thinks ill. */
    private SmtpReply send() throws IOException {
        try (SmtpClient client = SmtpClient.greet(gateway.port(Port.SMTP), "localhost")) {
            return client.sendMail("walk@client.example", List.of("alice@postern.test"), Gateway.mail("Hello."));
        }
    }
}
