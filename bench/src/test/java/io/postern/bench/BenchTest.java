package io.postern.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class BenchTest {

    private static final String SENDER = "bench@sender.example";

    @Test
    void everyMailArrivesOnceAndHasTheSizeAskedFor() throws Exception {
        try (ScriptedServer server = new ScriptedServer()) {
            Figures figures = new Load(new Mails(4096, SENDER), SENDER, List.of("a@x.test", "b@x.test"))
                    .run(server.target(), 5, 60);
            assertThat(figures.accepted()).isEqualTo(60);
            assertThat(figures.waits()).hasSize(60).doesNotContain(0);
            assertThat(server.mails()).doesNotHaveDuplicates().hasSize(60).allMatch(mail -> mail.length() == 4096);
        }
    }

    @Test
    void refusedMailIsCountedAndTheSessionGoesOn() throws Exception {
        try (ScriptedServer server = new ScriptedServer()) {
            Figures figures = new Load(new Mails(1024, SENDER), SENDER, List.of("a@x.test", "nobody@x.test"))
                    .run(server.target(), 1, 10);
            assertThat(figures.accepted()).isEqualTo(5);
            assertThat(figures.refused()).isEqualTo(5);
        }
    }

    @Test
    void connectionIsOpenedAnewWhenTheServerWantsNoMoreOverIt() throws Exception {
        try (ScriptedServer server = new ScriptedServer()) {
            Figures figures = new Load(new Mails(1024, SENDER), SENDER, List.of("a@x.test"))
                    .run(server.target(), 1, 2 * ScriptedServer.MOST + 1);
            assertThat(figures.accepted()).isEqualTo(2 * ScriptedServer.MOST + 1);
            assertThat(server.connections()).isEqualTo(3);
        }
    }

    @Test
    void bystandersAreThereWhileItIsMeasuredAgain() throws Exception {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (ScriptedServer server = new ScriptedServer()) {
            Options options = Options.parse(
                    "--target",
                    server.target().toString(),
                    "--sessions",
                    "2",
                    "--mails",
                    "10",
                    "--warmup",
                    "0",
                    "--idle",
                    "20",
                    "--drip",
                    "10");
            new Bench(options, Processes.of(List.of()), new PrintStream(printed, true, UTF_8)).run();
            assertThat(server.connections()).isEqualTo(2 + 2 + 30);
            assertThat(printed.toString(UTF_8)).contains("among 20 idle and 10 slow connections to alone: mails/s x");
        }
    }

    @Test
    void twoTargetsAreComparedInTurns() throws Exception {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (ScriptedServer ours = new ScriptedServer();
                ScriptedServer peer = new ScriptedServer()) {
            Options options = Options.parse(
                    "--target",
                    ours.target().toString(),
                    "--vs",
                    peer.target().toString(),
                    "--sessions",
                    "2",
                    "--mails",
                    "20",
                    "--warmup",
                    "0");
            new Bench(options, Processes.of(List.of()), new PrintStream(printed, true, UTF_8)).run();
            assertThat(ours.mails()).hasSize(60);
            assertThat(peer.mails()).hasSize(60);
            assertThat(printed.toString(UTF_8))
                    .contains("ours to " + peer.target() + " at 2 sessions")
                    .contains("p95 ms");
        }
    }

    @Test
    void percentilesAreOfTheNearestRank() {
        long[] waits = LongStream.rangeClosed(1, 100).map(ms -> ms * 1_000_000).toArray();
        Figures figures = new Figures(100, 0, Duration.ofSeconds(2), waits, Duration.ofMillis(500));
        assertThat(figures.waitMillis(50)).isEqualTo(50);
        assertThat(figures.waitMillis(99)).isEqualTo(99);
        assertThat(figures.mailsPerSecond()).isEqualTo(50);
        assertThat(figures.cpuMillisPerMail()).isEqualTo(5);
    }

    @Test
    void processorTimeOfAProcessIsSeen() {
        assertThat(Processes.of(List.of(ProcessHandle.current().pid())).cpu()).isPositive();
    }

    @Test
    void senselessOptionIsNamed() {
        assertThatThrownBy(() -> Options.parse("--sessions", "0"))
                .isInstanceOf(BadOption.class)
                .hasMessageContaining("1 or more: 0");
        assertThatThrownBy(() -> Options.parse("--speed", "9")).hasMessageContaining("--speed");
    }
}
