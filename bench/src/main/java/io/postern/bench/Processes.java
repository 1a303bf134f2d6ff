package io.postern.bench;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Scanner;
import java.util.stream.Stream;

/** The processes whose work is counted: user and system time, their children's too. */
final class Processes {

    private static final Duration SAMPLE = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final double SLACK = 1.5;
    private static final long NOISE_NANOS = 50_000_000;

    private final List<ProcessHandle> roots;

    private Processes(List<ProcessHandle> roots) {
        this.roots = roots;
    }

    static Processes of(List<Long> pids) {
        return new Processes(pids.stream()
                .map(pid -> ProcessHandle.of(pid).orElseThrow(() -> new BadOption("no process " + pid)))
                .toList());
    }

    /** The processes whose ids are the first word of the files {@code *.pid} in a folder. */
    static Processes of(Path folder) throws IOException {
        List<Long> pids = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.pid")) {
            for (Path file : files) {
                pids.add(new Scanner(Files.readString(file)).nextLong());
            }
        }
        return of(pids);
    }

    boolean isEmpty() {
        return roots.isEmpty();
    }

    /** Processor time so far of those that live. */
    Duration cpu() {
        return roots.stream()
                .flatMap(root -> Stream.concat(Stream.of(root), root.descendants()))
                .distinct()
                .map(process -> process.info().totalCpuDuration())
                .flatMap(Optional::stream)
                .reduce(Duration.ZERO, Duration::plus);
    }

    /** Processor time in a second of doing nothing. */
    Duration idle() throws InterruptedException {
        Duration before = cpu();
        Thread.sleep(SAMPLE);
        return cpu().minus(before);
    }

    /** Waits until work that goes on behind the last reply is done: until they are about as idle as before. */
    void settle(Duration idle) throws InterruptedException {
        long enough = (long) (idle.toNanos() * SLACK) + NOISE_NANOS;
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (idle().toNanos() > enough && System.nanoTime() < deadline) {
            // idle() takes its time
        }
    }
}
