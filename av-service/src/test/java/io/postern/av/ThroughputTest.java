package io.postern.av;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.postern.check.conformance.TestPack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How many mails of people are scanned a second, beside clamd's own client with the same mails and the same clamd, in
 * turns; with {@code -Dpostern.test.throughput}. It compares and asserts no speed.
 */
class ThroughputTest {

    private static final int ROUNDS = 5;
    private static final int MAILS = 2_000;
    private static final int AT_ONCE = 4;

    @TempDir
    private Path folder;

    private final List<String> mails = new ArrayList<>();

    @Test
    void throughput() throws Exception {
        assumeTrue(System.getProperty("postern.test.throughput") != null, "not asked for");
        assumeTrue(TestPack.present(), TestPack.MISSING);
        assumeTrue(RealClamd.installed(), "clamd is not installed");
        mails.addAll(TestPack.mails("/M-train-ham/"));
        try (RealClamd clamd = new RealClamd(folder, "30M");
                Rig nothing = rig(clamd, "nothing");
                Rig attachments = rig(clamd, "attachments");
                Rig all = rig(clamd, "all");
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Contender> contenders = List.of(
                    new Contender("clamdscan --stream", number -> client(number, "--stream")),
                    new Contender(
                            "clamdscan --multiscan --stream", number -> client(number, "--multiscan", "--stream")),
                    new Contender("clamdscan --multiscan", number -> client(number, "--multiscan")),
                    new Contender("av-service, nothing unpacked", number -> ours(nothing, threads, number)),
                    new Contender("av-service, attachments unpacked", number -> ours(attachments, threads, number)),
                    new Contender("av-service, all unpacked", number -> ours(all, threads, number)));
            int number = 0;
            for (int round = 0; round <= ROUNDS; round++) {
                for (Contender contender : contenders) {
                    contender.play(round > 0, number++, clamd);
                }
            }
            Contender first = contenders.getFirst();
            contenders.forEach(contender -> System.out.println(contender.beside(first)));
        }
    }

    private static Rig rig(RealClamd clamd, String unpacked) {
        String concurrency = Integer.toString(AT_ONCE);
        return Rig.probed(
                "engines",
                clamd.address(),
                "parts.scan",
                unpacked,
                "engine.concurrency",
                concurrency,
                "deadline",
                "60s");
    }

    /** One of those who scan in turns. The first turn is not counted: a JVM needs it. */
    private static final class Contender {

        private final String name;
        private final Turn turn;
        private final List<Long> speeds = new ArrayList<>();
        private final List<Long> costs = new ArrayList<>();

        Contender(String name, Turn turn) {
            this.name = name;
            this.turn = turn;
        }

        void play(boolean counted, int number, RealClamd clamd) throws Exception {
            Duration before = clamd.cpu();
            long nanos = turn.nanos(number);
            if (counted) {
                speeds.add(Math.round(MAILS * 1e9 / nanos));
                costs.add(clamd.cpu().minus(before).dividedBy(MAILS).toNanos() / 1000);
            }
        }

        String beside(Contender other) {
            return "%-34s %5d mails/s x%.2f %s, of clamd's time %5d us/mail x%.2f %s"
                    .formatted(
                            name,
                            median(speeds),
                            (double) median(speeds) / median(other.speeds),
                            speeds,
                            median(costs),
                            (double) median(costs) / median(other.costs),
                            costs);
        }

        private static long median(List<Long> figures) {
            return figures.stream()
                    .sorted()
                    .skip(figures.size() / 2)
                    .findFirst()
                    .orElseThrow();
        }
    }

    private interface Turn {
        long nanos(int number) throws Exception;
    }

    /** Each mail other than all before, since clamd and the check remember the digests of clean ones. */
    private byte[] mail(int turn, int number) {
        return ("X-Turn: " + turn + "-" + number + "\r\n" + mails.get(number % mails.size())).getBytes(ISO_8859_1);
    }

    private long ours(Rig rig, ExecutorService threads, int turn) throws Exception {
        List<Callable<Boolean>> senders = new ArrayList<>();
        for (int sender = 0; sender < AT_ONCE; sender++) {
            int first = sender;
            senders.add(() -> {
                boolean clean = true;
                for (int i = first; i < MAILS; i += AT_ONCE) {
                    clean &= Rig.code(rig.scan(mail(turn, i))).equals("clean");
                }
                return clean;
            });
        }
        long start = System.nanoTime();
        for (Future<Boolean> clean : threads.invokeAll(senders)) {
            assertThat(clean.get()).isTrue();
        }
        rig.spans.reset();
        return System.nanoTime() - start;
    }

    private long client(int turn, String... options) throws Exception {
        Path files = Files.createDirectory(folder.resolve("turn-" + turn));
        for (int i = 0; i < MAILS; i++) {
            Files.write(files.resolve(i + ".eml"), mail(turn, i));
        }
        List<String> command = Stream.of(
                        Stream.of("clamdscan", "--config-file=" + folder.resolve("clamd.conf"), "--infected"),
                        Arrays.stream(options),
                        Stream.of(files.toString()))
                .flatMap(part -> part)
                .toList();
        Path said = folder.resolve("said");
        long start = System.nanoTime();
        int status = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start()
                .waitFor();
        long nanos = System.nanoTime() - start;
        assertThat(status).as(() -> read(said)).isZero();
        return nanos;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
