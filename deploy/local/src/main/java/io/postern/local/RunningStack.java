package io.postern.local;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * What another process can find out about a stack that was started: {@code status}, {@code down} and {@code demo} work
 * on it.
 *
 * @param supervisor the process that watches the parts
 * @param options with what it was started, as far as others need it
 */
record RunningStack(KnownProcess supervisor, StackOptions options) {

    private static final String FILE = "stack.properties";

    /** The stack that this process starts. */
    static RunningStack of(StackOptions options) {
        return new RunningStack(KnownProcess.of(ProcessHandle.current()), options);
    }

    /** The stack of a folder: one that runs, or one whose supervisor was killed. */
    static Optional<RunningStack> find(StackFolder folder) {
        Properties file = new Properties();
        try {
            file.load(new StringReader(Files.readString(folder.run().resolve(FILE))));
            KnownProcess supervisor = new KnownProcess(
                    Long.parseLong(file.getProperty("pid")), Instant.parse(file.getProperty("started")));
            StackOptions options = StackOptions.of(Path.of(file.getProperty("checkout")), folder.root())
                    .withPortOffset(Integer.parseInt(file.getProperty("port-offset")))
                    .withParts(List.of(file.getProperty("parts").split(",", -1)));
            return Optional.of(new RunningStack(supervisor, options));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void write() {
        Properties file = new Properties();
        file.setProperty("pid", Long.toString(supervisor.pid()));
        file.setProperty("started", supervisor.started().toString());
        file.setProperty("checkout", options.checkout().toString());
        file.setProperty("port-offset", Integer.toString(options.portOffset()));
        file.setProperty("parts", String.join(",", options.parts()));
        try {
            StringWriter text = new StringWriter();
            file.store(text, null);
            OwnerOnly.write(options.folder().run().resolve(FILE), text.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void forget(StackFolder folder) {
        try {
            Files.deleteIfExists(folder.run().resolve(FILE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether every part lives and can do its job. */
    boolean ready() {
        return Programs.all(options).stream().allMatch(program -> state(program) == State.READY);
    }

    State state(Program program) {
        boolean alive = KnownProcess.read(options.folder().process(program.name()))
                .filter(KnownProcess::alive)
                .isPresent();
        if (!alive) {
            return State.DOWN;
        }
        return program.ready() ? State.READY : State.NOT_READY;
    }

    enum State {
        READY,
        NOT_READY,
        DOWN;

        @Override
        public String toString() {
            return this == NOT_READY ? "not ready" : this == READY ? "ready" : "down";
        }
    }
}
