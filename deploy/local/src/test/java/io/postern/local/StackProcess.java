package io.postern.local;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A supervisor in a process of its own, for the test that kills it. */
final class StackProcess {

    private StackProcess() {}

    /** @param arguments checkout, data, port offset, parts */
    public static void main(String... arguments) throws InterruptedException {
        LocalStack.start(StackOptions.of(Path.of(arguments[0]), Path.of(arguments[1]))
                .withPortOffset(Integer.parseInt(arguments[2]))
                .withParts(List.of(arguments).subList(3, arguments.length)));
        new CountDownLatch(1).await();
    }

    static Process start(StackOptions options) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        StackProcess.class.getName(),
                        options.checkout().toString(),
                        options.data().toString(),
                        Integer.toString(options.portOffset()),
                        KafkaBroker.NAME,
                        PostgresServer.NAME)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}
