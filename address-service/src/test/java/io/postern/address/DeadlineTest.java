package io.postern.address;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.check.Finding;
import io.postern.check.dns.TestNameServer;
import io.postern.contract.Verdict.Outcome;
import io.postern.contract.Verdict.Reason;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeadlineTest {

    private final Surroundings dns = new Surroundings(Duration.ofSeconds(30), "deadline", "1s");

    @AfterEach
    void close() {
        dns.close();
    }

    @Test
    void silenceEndsWithTheDeadlineAndIsNoFinding() throws InterruptedException {
        dns.server.become(TestNameServer.SILENT);
        long start = System.nanoTime();
        Finding greeting = dns.greet("203.0.113.7", "mx.client.example");
        Finding sender = dns.send("sender@client.example");

        assertThat(System.nanoTime() - start).isBetween(1_990_000_000L, 20_000_000_000L);
        assertThat(greeting.outcome()).isEqualTo(Outcome.ERROR);
        assertThat(greeting.reasons()).extracting(Reason::code).containsExactly("reverse-error", "helo-error");
        assertThat(sender.reasons()).extracting(Reason::code).containsExactly("sender-error");
        assertThat(sender.reasons().getFirst().detail()).containsEntry("cause", "TIMEOUT");
    }

    /** Each is in time, but the second has to wait for the first. */
    @Test
    void deadlineIsOneForAllLookUps() throws InterruptedException {
        dns.with("7.113.0.203.in-addr.arpa.", "PTR", "mx.client.example.")
                .with("mx.client.example.", "A", "203.0.113.7");
        dns.server.become(TestNameServer.late(600));

        Reason reason = dns.greet("203.0.113.7", "[203.0.113.7]").reasons().getFirst();
        assertThat(reason.code()).isEqualTo("reverse-error");
        assertThat(reason.detail()).containsEntry("name", "mx.client.example").containsEntry("cause", "TIMEOUT");
    }

    @Test
    void whatCameLateIsThereForTheNext() throws Exception {
        dns.with("client.example.", "A", "203.0.113.7");
        dns.server.become(TestNameServer.late(1200));
        assertThat(dns.send("sender@client.example").outcome()).isEqualTo(Outcome.ERROR);

        dns.server.become(TestNameServer.HONEST);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!dns.send("sender@client.example").equals(Finding.pass()) && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertThat(dns.send("sender@client.example")).isEqualTo(Finding.pass());
    }

    @Test
    void interruptEndsTheWaiting() throws Exception {
        try (Surroundings patient = new Surroundings(Duration.ofSeconds(30), "deadline", "30s")) {
            patient.server.become(TestNameServer.SILENT);
            CompletableFuture<String> ended = new CompletableFuture<>();
            Thread worker = Thread.ofVirtual().start(() -> {
                try {
                    ended.complete("found " + patient.send("sender@client.example"));
                } catch (InterruptedException e) {
                    ended.complete("interrupted");
                }
            });
            worker.interrupt();

            assertThat(ended.get(10, TimeUnit.SECONDS)).isEqualTo("interrupted");
        }
    }
}
