package io.postern.av;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.micrometer.core.instrument.Timer;
import io.postern.check.conformance.TestPack;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How many mails of people are scanned a second, each other than all before; with {@code -Dpostern.test.throughput}. */
class ThroughputTest {

    private static final Duration MEASURED = Duration.ofSeconds(8);
    private static final int AT_ONCE = 8;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"nothing", "attachments", "all"})
    void throughput(String unpacked) throws Exception {
        assumeTrue(System.getProperty("postern.test.throughput") != null, "not asked for");
        assumeTrue(TestPack.present(), TestPack.MISSING);
        assumeTrue(RealClamd.installed(), "clamd is not installed");
        List<String> mails = TestPack.mails("/M-train-ham/");
        try (RealClamd clamd = new RealClamd(folder, "30M");
                Rig rig = Rig.probed(
                        "engines",
                        clamd.address(),
                        "parts.scan",
                        unpacked,
                        "engine.concurrency",
                        "4",
                        "deadline",
                        "60s");
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            AtomicInteger count = new AtomicInteger();
            long start = System.nanoTime();
            List<Callable<Boolean>> senders = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                senders.add(() -> send(rig, mails, count, start + MEASURED.toNanos()));
            }
            for (Future<Boolean> clean : threads.invokeAll(senders)) {
                assertThat(clean.get()).isTrue();
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            double scans = rig.meters.find("postern.av.scans").timers().stream()
                    .mapToLong(Timer::count)
                    .sum();
            System.out.printf(
                    "unpacked: %s, mails a second: %.0f, scans a mail: %.2f%n",
                    unpacked, count.get() / seconds, scans / count.get());
        }
    }

    private static boolean send(Rig rig, List<String> mails, AtomicInteger count, long end)
            throws IOException, InterruptedException {
        boolean clean = true;
        while (System.nanoTime() < end) {
            int number = count.getAndIncrement();
            String mail = "X-Number: " + number + "\r\n" + mails.get(number % mails.size());
            clean &= Rig.code(rig.scan(mail)).equals("clean");
        }
        return clean;
    }
}
