package io.postern.bench;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Scanner;
import java.util.TreeMap;

/** Processor time so far, by process: that of the generator, and of those whose ids a stack has noted. */
record Expenses(Map<String, Duration> byProcess) {

    private static final String SUFFIX = ".pid";

    /** Less is the noise of a process that has nothing to do with it. */
    private static final double LEAST_MILLIS = 0.005;

    /**
     * @param folder with files {@code NAME.pid} that begin with the number of a process
     * @throws IOException if the folder cannot be read
     */
    static Expenses of(Path folder) throws IOException {
        Map<String, Duration> byProcess = new TreeMap<>();
        byProcess.put("generator", cpu(ProcessHandle.current().pid()));
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                try (Scanner words = new Scanner(Files.readString(file))) {
                    byProcess.put(name.substring(0, name.length() - SUFFIX.length()), cpu(words.nextLong()));
                }
            }
        }
        return new Expenses(byProcess);
    }

    private static Duration cpu(long process) {
        return Processes.of(List.of(process)).cpu();
    }

    /** What each process spent on a mail or client since then, one line. */
    String since(Expenses before, int count) {
        StringBuilder line = new StringBuilder("processor time a question:");
        byProcess.forEach((name, spent) -> {
            Duration more = spent.minus(before.byProcess.getOrDefault(name, Duration.ZERO));
            double millis = more.toNanos() / 1e6 / Math.max(1, count);
            if (millis >= LEAST_MILLIS) {
                line.append(String.format(Locale.ROOT, " %s %.2f ms,", name, millis));
            }
        });
        return line.substring(0, line.length() - 1);
    }
}
