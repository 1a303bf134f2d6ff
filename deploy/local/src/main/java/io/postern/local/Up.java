package io.postern.local;

import java.io.IOException;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Starts a stack, for as long as the terminal is there or for longer. */
final class Up {

    /** The log of a stack that has no terminal. */
    private static final String SUPERVISOR = "supervisor";

    private static final int POLL_MS = 200;

    private Up() {}

    /** Runs the stack until it is told to end, by Ctrl-C or {@code down}. */
    static int attached(StackOptions options, PrintStream out) {
        LocalStack.start(options, out::println);
        showReady(options.folder(), out);
        out.println("Ctrl-C stops it.");
        return untilTheEnd();
    }

    /** The process that {@link #detached} leaves behind: what it prints is read there. */
    static int serve(StackOptions options, PrintStream out) {
        LocalStack.start(options, out::println);
        return untilTheEnd();
    }

    /** The shutdown hook of {@link LocalStack} does what is left to do. */
    private static int untilTheEnd() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return 0;
    }

    /** Starts the stack in a process of its own and waits until it is ready. */
    static int detached(StackOptions options, PrintStream out) {
        StackFolder folder = options.folder();
        folder.create();
        LogFile log = folder.log(SUPERVISOR);
        log.rotate();
        try (RandomAccessFile printed = new RandomAccessFile(log.path().toFile(), "rw")) {
            printed.seek(printed.length());
            Process supervisor = new ProcessBuilder(supervisor(options))
                    .redirectErrorStream(true)
                    .redirectInput(Path.of("/dev/null").toFile())
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.path().toFile()))
                    .start();
            while (!ready(folder, supervisor)) {
                boolean ended = supervisor.waitFor(POLL_MS, TimeUnit.MILLISECONDS);
                relay(printed, out);
                if (ended) {
                    return 1;
                }
            }
            relay(printed, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
        showReady(folder, out);
        return 0;
    }

    private static boolean ready(StackFolder folder, Process supervisor) {
        return RunningStack.find(folder)
                .filter(stack -> stack.supervisor().pid() == supervisor.pid())
                .filter(RunningStack::ready)
                .isPresent();
    }

    private static List<String> supervisor(StackOptions options) {
        List<String> command = new ArrayList<>(Session.OF_ITS_OWN);
        command.addAll(ProcessHandle.current().info().command().stream().toList());
        command.addAll(List.of(
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dpostern.checkout=" + options.checkout(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "serve",
                "--data",
                options.data().toString(),
                "--port-offset",
                Integer.toString(options.portOffset())));
        if (TraceViewer.shown(options)) {
            command.add("--trace");
        }
        return command;
    }

    private static void relay(RandomAccessFile printed, PrintStream out) throws IOException {
        byte[] news = new byte[(int) Math.max(0, printed.length() - printed.getFilePointer())];
        printed.readFully(news);
        out.print(new String(news, StandardCharsets.UTF_8));
        out.flush();
    }

    private static void showReady(StackFolder folder, PrintStream out) {
        out.println();
        Status.run(folder, out);
        out.println();
        out.println(Hints.of(RunningStack.find(folder).orElseThrow().options()));
    }
}
