package io.postern.system.clients;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A command that has run.
 *
 * @param status its exit status; -1 if it is not on this machine
 * @param output what it printed
 */
public record Run(int status, String output) {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** What {@code .ci/clients} installs by npm. */
    private static final Path NODE_MODULES = Path.of("target", "clients", "node_modules");

    static Run of(List<String> command, String password, byte[] input) {
        try {
            Path printed = Files.createTempFile("client", ".log");
            try {
                ProcessBuilder builder =
                        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(printed.toFile());
                builder.environment().put("PASSWORD", password);
                builder.environment().put("LC_ALL", "C.UTF-8");
                builder.environment()
                        .merge(
                                "NODE_PATH",
                                NODE_MODULES.toAbsolutePath().toString(),
                                (given, own) -> given + ":" + own);
                Process process = builder.start();
                try (OutputStream in = process.getOutputStream()) {
                    in.write(input);
                } catch (IOException e) {
                    // It ended before it had read all; its status tells.
                }
                if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                    process.destroyForcibly();
                    throw new AssertionError("does not end: " + command);
                }
                return new Run(process.exitValue(), Files.readString(printed, UTF_8));
            } finally {
                Files.delete(printed);
            }
        } catch (IOException e) {
            if (String.valueOf(e.getMessage()).contains("Cannot run program")) {
                return new Run(-1, "not installed");
            }
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public boolean succeeded() {
        return status == 0;
    }
}
