package io.postern.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Postfix's mail sink, which takes mail and forgets it, and its source, which sends mail straight to it. */
final class SmtpPrograms implements AutoCloseable {

    private static final String SINK = "/usr/sbin/smtp-sink";
    private static final String SOURCE = "/usr/sbin/smtp-source";
    private static final int TRIALS = 100;

    private final String address;
    private final Process sink;

    /** Starts a sink. */
    SmtpPrograms(int port) throws IOException, InterruptedException {
        if (!Files.isExecutable(Path.of(SINK)) || !Files.isExecutable(Path.of(SOURCE))) {
            throw new BadOption("needed: " + SINK + " and " + SOURCE + ", of Postfix");
        }
        this.address = "127.0.0.1:" + port;
        List<String> command = new ArrayList<>(List.of(SINK));
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("-u", "nobody"));
        }
        command.addAll(List.of(address, "1000"));
        this.sink = new ProcessBuilder(command).inheritIO().start();
        for (int i = 0; !listens(port); i++) {
            if (i == TRIALS || !sink.isAlive()) {
                throw new IOException("smtp-sink does not listen");
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /** Has the source send. @return how long that took */
    Duration send(int mails, int size, int connections) throws IOException, InterruptedException {
        List<String> command = List.of(
                SOURCE,
                "-d", // many mails over a connection
                "-s",
                Integer.toString(connections),
                "-m",
                Integer.toString(mails),
                "-l",
                Integer.toString(size),
                "-f",
                "load@bench.example",
                "-t",
                "friend@far.example",
                address);
        long started = System.nanoTime();
        int status = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (status != 0) {
            throw new IOException("smtp-source ended with status " + status);
        }
        return Duration.ofNanos(System.nanoTime() - started);
    }

    @Override
    public void close() {
        sink.destroyForcibly();
    }
}
