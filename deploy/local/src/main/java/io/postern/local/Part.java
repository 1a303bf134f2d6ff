package io.postern.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One program of a running stack. As long as it is meant to run it is started again when it ends, after a pause that
 * grows. Safe for use by many threads.
 */
public final class Part {

    private static final Duration GRACE = Duration.ofSeconds(25);
    private static final int POLL_MS = 100;

    private final Program program;
    private final StackFolder folder;
    private final Consumer<String> progress;

    /** The present span from start to stop; null while the part is meant to be down. */
    private @Nullable Watch watch;

    Part(Program program, StackFolder folder, Consumer<String> progress) {
        this.program = program;
        this.folder = folder;
        this.progress = progress;
    }

    public String name() {
        return program.name();
    }

    public Path log() {
        return folder.log(name()).path();
    }

    /** The number of the process, or of the one that has just died; -1 while the part is down. */
    public synchronized long pid() {
        return watch == null ? -1 : watch.process.pid();
    }

    /** Whether it runs and can do its job at this moment. */
    public boolean ready() {
        return running() && program.ready();
    }

    /** How often it has died since it was started. */
    synchronized int deaths() {
        return watch == null ? 0 : watch.deaths.get();
    }

    private synchronized boolean running() {
        return watch != null && watch.process.isAlive();
    }

    /** Ends it with SIGKILL. It is started again, like after any death. */
    public void kill() {
        signal(Signal.KILL);
    }

    /** Halts it with SIGSTOP: it keeps its connections and answers nothing. */
    public void suspend() {
        signal(Signal.STOP);
    }

    /** Lets it go on after {@link #suspend()}. */
    public void resume() {
        signal(Signal.CONT);
    }

    private synchronized void signal(Signal signal) {
        if (watch != null) {
            KnownProcess.of(watch.process.toHandle()).send(signal);
        }
    }

    /** Starts it, unless it is meant to run already. Does not wait until it is ready. */
    public synchronized void start() {
        if (watch == null) {
            program.prepare();
            folder.log(name()).rotate();
            watch = new Watch(launch());
            Thread.ofPlatform().daemon().name("watch-" + name()).start(watch);
        }
    }

    /** Stops it in order and waits for its end. It stays down until {@link #start()}. */
    public void stop() {
        Watch ending;
        synchronized (this) {
            if (watch == null) {
                return;
            }
            ending = watch;
            watch = null;
            ending.stopped.countDown();
        }
        KnownProcess.of(ending.process.toHandle()).end(program.farewell(), GRACE);
        try {
            Files.deleteIfExists(folder.process(name()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws StackFailed if it is not ready within {@code patience} */
    public void awaitReady(Duration patience) {
        if (!readyWithin(patience)) {
            throw failed("is not ready after " + patience.toSeconds() + " s");
        }
    }

    boolean readyWithin(Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!ready()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            try {
                TimeUnit.MILLISECONDS.sleep(POLL_MS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new StackFailed("interrupted while " + name() + " was starting", e);
            }
        }
        return true;
    }

    StackFailed failed(String problem) {
        return StackFailed.of(name(), problem, folder.log(name()));
    }

    private Process launch() {
        try {
            List<String> command = new ArrayList<>(Session.OF_ITS_OWN);
            command.addAll(program.command());
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.run().toFile())
                    .redirectErrorStream(true)
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
            builder.environment().putAll(program.environment());
            Process process = builder.start();
            KnownProcess.of(process.toHandle()).write(folder.process(name()));
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + name(), e);
        }
    }

    private final class Watch implements Runnable {

        private final CountDownLatch stopped = new CountDownLatch(1);
        private final Backoff backoff = new Backoff();
        private volatile Process process;
        private final AtomicInteger deaths = new AtomicInteger();

        Watch(Process process) {
            this.process = process;
        }

        @Override
        public void run() {
            try {
                long started = System.nanoTime();
                while (true) {
                    int status = process.waitFor();
                    Duration pause = backoff.afterUptime(Duration.ofNanos(System.nanoTime() - started));
                    if (stopped.getCount() > 0) {
                        progress.accept("%s ended with status %d, starts again in %.1f s"
                                .formatted(name(), status, pause.toMillis() / 1000.0));
                    }
                    deaths.incrementAndGet();
                    if (stopped.await(pause.toMillis(), TimeUnit.MILLISECONDS) || !again()) {
                        return;
                    }
                    started = System.nanoTime();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        /** Not while the part is being stopped: nobody would end the new process. */
        private boolean again() {
            synchronized (Part.this) {
                if (stopped.getCount() == 0) {
                    return false;
                }
                process = launch();
                return true;
            }
        }
    }
}
