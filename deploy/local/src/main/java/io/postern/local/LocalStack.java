package io.postern.local;

import io.postern.topics.KafkaTopics;
import io.postern.topics.Replication;
import io.postern.topics.TopicsFailed;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A running stack. It watches its parts until it is closed, or until this JVM ends in order; if the JVM is killed, the
 * next stack of the same folder ends what was left.
 */
public final class LocalStack implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final int QUIET_SECONDS = 5;

    /** One death may be the bad luck of a start after a crash; a second one is a fault to be shown. */
    private static final int HOPELESS = 2;

    private final StackOptions options;
    private final StackFolder folder;
    private final Consumer<String> progress;
    private final StackLock lock;
    private final List<Part> parts = new ArrayList<>();
    private final Thread lastWill = new Thread(this::stopParts, "stop-stack");
    private boolean stopping;

    private LocalStack(StackOptions options, Consumer<String> progress, StackLock lock) {
        this.options = options;
        this.folder = options.folder();
        this.progress = progress;
        this.lock = lock;
    }

    /**
     * Starts the parts and waits until all are ready.
     *
     * @throws StackFailed naming the part and its log; whatever was started is stopped again
     */
    public static LocalStack start(StackOptions options) {
        return start(options, line -> {});
    }

    /** As {@link #start(StackOptions)}, and tells line by line what is going on, also later when a part dies. */
    public static LocalStack start(StackOptions options, Consumer<String> progress) {
        OwnClasses.load();
        options.folder().create();
        StackLock lock = StackLock.take(options.folder())
                .orElseThrow(() -> new StackFailed("a stack already runs with " + options.data()
                        + "; stop it with ./postern down, or choose another folder with --data"));
        LocalStack stack = new LocalStack(options, progress, lock);
        try {
            stack.open();
            return stack;
        } catch (RuntimeException e) {
            stack.close();
            throw e;
        }
    }

    private void open() {
        Orphans.end(lock, progress);
        Samples.copyOnce(folder.config());
        Programs.all(options).forEach(this::checkPorts);
        Runtime.getRuntime().addShutdownHook(lastWill);
        RunningStack.of(options).write();
        startAll(Programs.infrastructure(options));
        if (options.parts().contains(KafkaBroker.NAME)) {
            makeTopics();
        }
        startAll(Programs.services(options));
    }

    private void makeTopics() {
        try {
            new KafkaTopics(Replication.single()).ensure(Map.of("bootstrap.servers", options.address(Port.KAFKA)));
        } catch (TopicsFailed e) {
            throw new StackFailed(String.valueOf(e.getMessage()), e);
        }
    }

    private void checkPorts(Program program) {
        for (Port port : program.ports()) {
            try {
                new ServerSocket(options.port(port)).close();
                if (port == Port.DNS) {
                    new DatagramSocket(options.port(port)).close();
                }
            } catch (IOException e) {
                throw new StackFailed("port %d (%s of %s) is taken; free it, or move all ports with --port-offset"
                        .formatted(options.port(port), port.label(), program.name()));
            }
        }
    }

    private void startAll(List<Program> programs) {
        long started = System.nanoTime();
        List<Part> starting = programs.stream().map(this::start).toList();
        for (Part part : starting) {
            await(part, started);
        }
    }

    private synchronized Part start(Program program) {
        if (stopping) {
            throw new StackFailed("stopped while it was starting");
        }
        progress.accept("starting " + program.name());
        Part part = new Part(program, folder, progress);
        parts.add(part);
        part.start();
        return part;
    }

    private void await(Part part, long started) {
        while (!part.readyWithin(TICK)) {
            long seconds = since(started).toSeconds();
            if (part.deaths() >= HOPELESS) {
                throw part.failed("ends before it is ready");
            }
            if (seconds > PATIENCE.toSeconds()) {
                throw part.failed("is not ready after " + seconds + " s");
            }
            if (seconds % QUIET_SECONDS == 0) {
                progress.accept("waiting for %s, %d s".formatted(part.name(), seconds));
            }
        }
        progress.accept(
                "%s is ready after %.1f s".formatted(part.name(), since(started).toMillis() / 1000.0));
    }

    private static Duration since(long started) {
        return Duration.ofNanos(System.nanoTime() - started);
    }

    /** The port at which this stack has what {@code port} names. */
    public int port(Port port) {
        return options.port(port);
    }

    /** The folder with all of the stack's state. */
    public Path data() {
        return options.data();
    }

    /** @throws IllegalArgumentException if this stack has no such part */
    public synchronized Part part(String name) {
        return parts.stream()
                .filter(part -> part.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no part " + name + " in this stack"));
    }

    /** Stops all parts in reverse order and leaves the folder. */
    @Override
    public void close() {
        try {
            stopParts();
            forgetLastWill();
        } finally {
            lock.close();
        }
    }

    private synchronized void stopParts() {
        stopping = true;
        for (Part part : parts.reversed()) {
            progress.accept("stopping " + part.name());
            part.stop();
        }
        parts.clear();
        RunningStack.forget(folder);
    }

    private void forgetLastWill() {
        try {
            Runtime.getRuntime().removeShutdownHook(lastWill);
        } catch (IllegalStateException e) {
            // The JVM is ending: the hook is at work or has done it.
        }
    }
}
