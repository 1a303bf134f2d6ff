package io.postern.system.images;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs programs of this machine, each with a deadline. */
final class Command {

    private final Map<String, String> environment;

    /** @param environment on top of that of this process */
    Command(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /** What it prints; its end with another status than 0 is a failure that shows it. */
    String run(Duration deadline, List<String> command) {
        try {
            Path printed = Files.createTempFile("command", ".log");
            try {
                int status = run(deadline, command, printed);
                String output = Files.readString(printed, UTF_8);
                if (status != 0) {
                    throw new AssertionError("%s: status %d\n%s".formatted(String.join(" ", command), status, output));
                }
                return output;
            } finally {
                Files.delete(printed);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether it is there and ends with status 0. */
    boolean succeeds(Duration deadline, List<String> command) {
        try {
            run(deadline, command);
            return true;
        } catch (AssertionError | UncheckedIOException e) {
            return false;
        }
    }

    private int run(Duration deadline, List<String> command, Path printed) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(printed.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        try {
            if (!process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("does not end within %s: %s\n%s"
                        .formatted(deadline, String.join(" ", command), Files.readString(printed, UTF_8)));
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            process.destroyForcibly();
        }
    }
}
