package io.postern.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A process by which it can be found again after its supervisor died. The start time tells it from a stranger that was
 * given the same number later.
 *
 * @param pid its number
 * @param started when it was started, as the system says
 */
record KnownProcess(long pid, Instant started) {

    /** The time of the system's start, from which start times are reckoned, may be corrected a little. */
    private static final Duration TOLERANCE = Duration.ofSeconds(2);

    private static final Duration KILLED = Duration.ofSeconds(10);

    static KnownProcess of(ProcessHandle process) {
        return new KnownProcess(process.pid(), process.info().startInstant().orElse(Instant.EPOCH));
    }

    /** What is written down in the file; empty if there is none. */
    static Optional<KnownProcess> read(Path file) {
        try {
            List<String> lines = Files.readAllLines(file, UTF_8);
            return Optional.of(new KnownProcess(Long.parseLong(lines.get(0)), Instant.parse(lines.get(1))));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void write(Path file) {
        try {
            OwnerOnly.write(file, pid + "\n" + started + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The process, if it lives and is the one that was meant. */
    Optional<ProcessHandle> alive() {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(process -> process.info()
                        .startInstant()
                        .filter(start -> Duration.between(started, start).abs().compareTo(TOLERANCE) < 0)
                        .isPresent());
    }

    /** Asks the process to end and waits; after {@code grace} it is killed. */
    static void end(ProcessHandle process, Signal signal, Duration grace) {
        signal.send(process.pid());
        Signal.CONT.send(process.pid()); // a suspended process does not hear the first one
        if (!ended(process, grace)) {
            Signal.KILL.send(process.pid());
            ended(process, KILLED);
        }
    }

    private static boolean ended(ProcessHandle process, Duration patience) {
        try {
            process.onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException | CancellationException e) {
            return !process.isAlive();
        }
    }
}
