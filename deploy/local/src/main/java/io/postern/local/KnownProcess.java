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
import java.util.concurrent.TimeUnit;

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
    private static final int POLL_MS = 20;

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

    /** Whether it lives. One that has ended and waits for its parent to notice has no command any more. */
    boolean alive() {
        return ProcessHandle.of(pid)
                .map(ProcessHandle::info)
                .filter(info -> info.command().isPresent())
                .flatMap(ProcessHandle.Info::startInstant)
                .filter(start -> Duration.between(started, start).abs().compareTo(TOLERANCE) < 0)
                .isPresent();
    }

    /** Asks it to end and waits; after {@code grace} it is killed. Does nothing if it is gone. */
    void end(Signal signal, Duration grace) {
        send(signal);
        send(Signal.CONT); // a suspended process does not hear the first one
        if (!endsWithin(grace)) {
            send(Signal.KILL);
            endsWithin(KILLED);
        }
    }

    void send(Signal signal) {
        if (alive()) {
            signal.send(pid);
        }
    }

    private boolean endsWithin(Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (alive()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            try {
                TimeUnit.MILLISECONDS.sleep(POLL_MS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }
}
