package io.postern.av;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Scans that take longer than anybody waits. */
@Timeout(20)
class LateTest {

    private final CountDownLatch release = new CountDownLatch(1);
    private final FakeClamd.Manner untilReleased = stream -> {
        stream.read();
        release.await();
        stream.say("stream: Late.Virus FOUND");
    };

    @Test
    void lateVerdictIsThereAtTheNextAttempt() throws Exception {
        try (FakeClamd clamd = new FakeClamd(untilReleased);
                Rig rig = Rig.probed("engines", clamd.address(), "deadline", "200ms")) {
            assertThat(Rig.code(rig.scan(Rig.plain("hello")))).isEqualTo("time-out");
            release.countDown();
            Rig.await(() -> rig.engine(0).load() == 0);
            Rig.pause(50);

            assertThat(Rig.code(rig.scan(Rig.plain("hello")))).isEqualTo("found");
            assertThat(clamd.scans()).as("scans").isEqualTo(1);
            assertThat(rig.meters
                            .get("postern.av.cache.hits")
                            .tag("of", "mail")
                            .counter()
                            .count())
                    .isEqualTo(1);
        }
    }

    @Test
    void attemptDuringTheScanJoinsIt() throws Exception {
        try (FakeClamd clamd = new FakeClamd(untilReleased);
                Rig rig = Rig.probed("engines", clamd.address(), "deadline", "3s")) {
            CompletableFuture<String> first = inBackground(rig);
            CompletableFuture<String> second = inBackground(rig);
            Rig.await(() -> clamd.scans() == 1);
            Rig.pause(100);
            release.countDown();

            assertThat(first.get(5, TimeUnit.SECONDS)).isEqualTo("found");
            assertThat(second.get(5, TimeUnit.SECONDS)).isEqualTo("found");
            assertThat(clamd.scans()).isEqualTo(1);
        }
    }

    private static CompletableFuture<String> inBackground(Rig rig) {
        CompletableFuture<String> code = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                code.complete(Rig.code(rig.scan(Rig.plain("hello"))));
            } catch (Exception e) {
                code.completeExceptionally(e);
            }
        });
        return code;
    }

    @Test
    void noMoreThanSoManyGoOnLate() throws Exception {
        try (FakeClamd clamd = new FakeClamd(untilReleased);
                Rig rig = Rig.probed(
                        "engines",
                        clamd.address(),
                        "deadline",
                        "100ms",
                        "late.scans",
                        "2",
                        "engine.concurrency",
                        "9")) {
            for (int i = 0; i < 5; i++) {
                assertThat(Rig.code(rig.scan(Rig.plain("mail " + i)))).isEqualTo("time-out");
            }
            Rig.await(() -> rig.engine(0).load() == 2);
            Rig.pause(100);
            assertThat(rig.engine(0).load()).isEqualTo(2);
        }
    }

    @Test
    void lateScanEndsAfterItsTime() throws Exception {
        try (FakeClamd clamd = new FakeClamd(FakeClamd.SILENT);
                Rig rig = Rig.probed("engines", clamd.address(), "deadline", "100ms", "late.limit", "200ms")) {
            assertThat(Rig.code(rig.scan(Rig.plain("hello")))).isEqualTo("time-out");
            Rig.await(() -> rig.engine(0).load() == 0);
        }
    }

    @Test
    void askerThatIsInterruptedLeavesTheScanToItself() throws Exception {
        try (FakeClamd clamd = new FakeClamd(untilReleased);
                Rig rig = Rig.probed("engines", clamd.address(), "deadline", "10s")) {
            CompletableFuture<Throwable> ended = new CompletableFuture<>();
            Thread asker = Thread.ofVirtual().start(() -> {
                try {
                    rig.scan(Rig.plain("hello"));
                } catch (Exception e) {
                    ended.complete(e);
                }
            });
            Rig.await(() -> clamd.scans() == 1);
            asker.interrupt();
            assertThat(ended.get(5, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
            release.countDown();
            Rig.await(() -> rig.engine(0).load() == 0);
            Rig.pause(50);

            assertThat(Rig.code(rig.scan(Rig.plain("hello")))).isEqualTo("found");
            assertThat(clamd.scans()).isEqualTo(1);
        }
    }
}
