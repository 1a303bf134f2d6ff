package io.postern.av;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.check.Finding;
import io.postern.contract.Verdict.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class EnginesTest {

    @TempDir
    private Path folder;

    private static String both(FakeClamd one, FakeClamd other) {
        return one.address() + "," + other.address();
    }

    private static List<Finding> scanAtOnce(Rig rig, int count) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Finding>> scans = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                String mail = Rig.plain("mail " + i);
                scans.add(() -> rig.scan(mail));
            }
            List<Finding> findings = new ArrayList<>();
            for (Future<Finding> scan : threads.invokeAll(scans)) {
                findings.add(scan.get());
            }
            return findings;
        }
    }

    @Test
    void anotherEngineTakesOverWithinTheDeadline() throws IOException, InterruptedException {
        for (FakeClamd.Manner manner :
                List.of(FakeClamd.SILENT, FakeClamd.FREEZES, FakeClamd.GARBAGE, FakeClamd.CLOSES, FakeClamd.UNKNOWN)) {
            try (FakeClamd bad = new FakeClamd(manner);
                    FakeClamd good = new FakeClamd(FakeClamd.WELL);
                    Rig rig = Rig.probed("engines", both(bad, good), "deadline", "2s")) {
                Finding finding = rig.scan(Rig.plain(FakeClamd.VIRUS));

                assertThat(Rig.code(finding)).isEqualTo("found");
                assertThat(finding.reasons().getFirst().detail()).containsEntry("engine", good.address());
            }
        }
    }

    @Test
    void engineThatIsGoneIsNotAskedUntilItAnswersAProbe() throws IOException, InterruptedException {
        FakeClamd first = new FakeClamd(FakeClamd.WELL, folder.resolve("one"));
        try (FakeClamd good = new FakeClamd(FakeClamd.WELL);
                Rig rig = Rig.probed("engines", both(first, good), "probe.retry", "50ms")) {
            String address = first.address();
            first.close();
            assertThat(rig.scan(Rig.plain("one")).outcome()).isEqualTo(Outcome.PASS);
            assertThat(rig.engine(0).standing().up()).isFalse();
            assertThat(rig.meters
                            .get("postern.av.engine.up")
                            .tag("engine", address)
                            .gauge()
                            .value())
                    .isZero();

            folder.resolve("one").toFile().delete();
            try (FakeClamd back = new FakeClamd(FakeClamd.WELL, folder.resolve("one"))) {
                Rig.await(() -> rig.engine(0).standing().up());
                assertThat(rig.scan(Rig.plain("two")).outcome()).isEqualTo(Outcome.PASS);
                assertThat(back.scans() + good.scans()).isEqualTo(2);
            }
        }
    }

    @Test
    void retrySucceedsAfterTheOnlyEngineCameBack() throws IOException, InterruptedException {
        Path socket = folder.resolve("clamd");
        try (Rig rig = Rig.probed("engines", socket.toString(), "probe.retry", "50ms")) {
            assertThat(Rig.code(rig.scan(Rig.plain("hello")))).isEqualTo("engine-gone");
            try (FakeClamd back = new FakeClamd(FakeClamd.WELL, socket)) {
                Rig.await(() -> rig.engine(0).standing().up());
                assertThat(Rig.code(rig.scan(Rig.plain("hello")))).isEqualTo("clean");
                assertThat(back.scans()).isEqualTo(1);
            }
        }
    }

    @Test
    void workIsSpreadAndNoEngineHasMoreThanItShould() throws Exception {
        try (FakeClamd one = new FakeClamd(FakeClamd.slow(50));
                FakeClamd other = new FakeClamd(FakeClamd.slow(50));
                Rig rig = Rig.probed("engines", both(one, other), "engine.concurrency", "3")) {
            assertThat(scanAtOnce(rig, 60)).allMatch(finding -> finding.outcome() == Outcome.PASS);

            assertThat(one.mostAtOnce()).isLessThanOrEqualTo(3);
            assertThat(other.mostAtOnce()).isLessThanOrEqualTo(3);
            assertThat(one.scans()).isBetween(20, 40);
            assertThat(rig.engine(0).load()).isZero();
        }
    }

    @Test
    void frozenEngineIsNoticedByItsProbeAndCostsOnlyTheFirstMails() throws Exception {
        try (FakeClamd frozen = new FakeClamd(FakeClamd.SILENT);
                FakeClamd good = new FakeClamd(FakeClamd.WELL);
                Rig rig = Rig.probed("engines", both(frozen, good), "deadline", "1s", "probe.deadline", "100ms")) {
            frozen.freeze();
            assertThat(rig.scan(Rig.plain("one")).outcome()).isEqualTo(Outcome.PASS);
            Rig.await(() -> !rig.engine(0).standing().up());

            long start = System.nanoTime();
            assertThat(rig.scan(Rig.plain("two")).outcome()).isEqualTo(Outcome.PASS);
            assertThat(System.nanoTime() - start).isLessThan(400_000_000L);
        }
    }
}
