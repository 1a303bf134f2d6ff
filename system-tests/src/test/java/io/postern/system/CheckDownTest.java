package io.postern.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.postern.local.Part;
import io.postern.system.gateway.Gateway;
import io.postern.system.gateway.GatewayExtension;
import io.postern.system.smtp.SmtpClient;
import io.postern.system.smtp.SmtpReply;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A check that is slow or gone holds no mail up for long, and the mail says that it was not checked. */
@Order(50)
@ExtendWith(GatewayExtension.class)
class CheckDownTest {

    // Of the sample policy, with room for a slow machine.
    private static final Duration DEADLINE = Duration.ofSeconds(3);
    private static final Duration PROMPT = Duration.ofMillis(1500);
    private static final int MOST_MISSES = 3;
    private static final String PHRASE = "Please wire the inheritance fee today.";

    private final Gateway gateway;
    private final Part content;

    CheckDownTest(Gateway gateway) {
        this.gateway = gateway;
        this.content = gateway.part("content-service");
    }

    private record Answered(SmtpReply reply, Duration waited) {}

    @AfterEach
    void bringBack() {
        content.resume();
        content.start();
        content.awaitReady(Gateway.PATIENCE);
        awaitChecked();
    }

    @Test
    void silentCheckCostsItsDeadlineAFewTimesAndThenNothing() throws IOException {
        awaitChecked();
        content.suspend();
        int missed = 0;
        Answered answered = send(PHRASE);
        while (answered.waited().compareTo(PROMPT) > 0) {
            assertThat(answered.waited()).isBetween(DEADLINE.minusMillis(100), DEADLINE.plus(PROMPT));
            assertUnchecked(answered, Optional.of("content"));
            assertThat(++missed).as("deadlines waited for").isLessThanOrEqualTo(MOST_MISSES);
            answered = send(PHRASE);
        }
        assertThat(missed).as("deadlines waited for").isPositive();
        for (int i = 0; i < 5; i++) {
            assertThat(answered.waited()).as("once it is known to be silent").isLessThan(PROMPT);
            assertUnchecked(answered, Optional.of("content"));
            answered = send(PHRASE);
        }
        content.resume();
        awaitChecked();
        assertUnchecked(send("Nothing special."), Optional.empty());
    }

    @Test
    void checkThatWentInOrderIsNotWaitedForAtAll() throws IOException {
        awaitChecked();
        content.stop();
        Answered answered = send(PHRASE);
        assertThat(answered.waited()).isLessThan(PROMPT);
        assertUnchecked(answered, Optional.of("content"));
        content.start();
        awaitChecked();
        assertUnchecked(send("Nothing special."), Optional.empty());
    }

    @Test
    void killedCheckHoldsNothingUpAndComesBack() throws IOException {
        awaitChecked();
        content.kill();
        Answered answered = send("Nothing special.");
        assertThat(answered.waited()).isLessThan(DEADLINE.plus(PROMPT));
        assertThat(answered.reply().queuedAs()).isPresent();
        awaitChecked();
    }

    @Test
    void sessionThatWaitsForACheckCostsNoProcessorTime() throws IOException {
        awaitChecked();
        content.suspend();
        ProcessHandle ingress =
                ProcessHandle.of(gateway.part("ingress-smtp").pid()).orElseThrow();
        Duration before = ingress.info().totalCpuDuration().orElseThrow();
        Answered answered = send(PHRASE);
        Duration used = ingress.info().totalCpuDuration().orElseThrow().minus(before);
        assertThat(answered.waited()).as("it did wait").isGreaterThan(DEADLINE.minusMillis(100));
        assertThat(used).as("processor time while it waited").isLessThan(DEADLINE.dividedBy(3));
    }

    /** Waits until the check refuses again. */
    private void awaitChecked() {
        await("the content check's verdict counts")
                .atMost(Gateway.PATIENCE)
                .until(() -> send(PHRASE).reply().code() == 554);
    }

    private void assertUnchecked(Answered answered, Optional<String> checks) {
        String id = answered.reply().queuedAs().orElseThrow(() -> new AssertionError(answered));
        assertThat(gateway.awaitMail("carol", id).header("X-Postern-Unchecked")).isEqualTo(checks);
    }

    private Answered send(String text) throws IOException {
        byte[] mail = Gateway.mail(text);
        try (SmtpClient client = gateway.connect()) {
            long start = System.nanoTime();
            SmtpReply reply = client.sendMail("check-down@elsewhere.example", List.of("carol@postern.test"), mail);
            return new Answered(reply, Duration.ofNanos(System.nanoTime() - start));
        }
    }
}
