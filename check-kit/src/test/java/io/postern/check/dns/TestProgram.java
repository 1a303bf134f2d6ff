package io.postern.check.dns;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/** A real name server of this machine, on a free port of loopback. */
final class TestProgram implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration BETWEEN = Duration.ofMillis(20);

    private final InetSocketAddress address;
    private final List<String> command;
    private final Path folder;
    private Process process;

    private TestProgram(InetSocketAddress address, List<String> command, Path folder) throws IOException {
        this.address = address;
        this.command = command;
        this.folder = folder;
        this.process = run();
    }

    /** Whether a program is installed. */
    static boolean installed(String program) {
        return path(program).isPresent();
    }

    private static Optional<Path> path(String program) {
        String path = System.getenv("PATH") + File.pathSeparator + "/usr/sbin" + File.pathSeparator + "/usr/local/sbin";
        return Stream.of(path.split(File.pathSeparator, -1))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Starts it, and waits until it answers a question for the SOA of {@code zone}, with whatever it has to say. */
    static TestProgram start(InetSocketAddress address, String zone, Path folder, String program, String... arguments) {
        String found = path(program)
                .orElseThrow(() -> new IllegalStateException(program + " is not installed"))
                .toString();
        try {
            TestProgram started = new TestProgram(
                    address,
                    Stream.concat(Stream.of(found), Stream.of(arguments)).toList(),
                    folder);
            started.awaitAnswer(zone);
            return started;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private Process run() throws IOException {
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
    }

    /** Not in a hot loop: a question that nobody hears may leave an error behind, for whoever asks from the same port next. */
    private void awaitAnswer(String zone) throws IOException {
        SimpleResolver resolver = new SimpleResolver(address);
        resolver.setTimeout(Duration.ofMillis(500));
        Message query = Message.newQuery(Record.newRecord(Name.fromString(zone), Type.SOA, 1));
        try {
            await().atMost(PATIENCE)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(BETWEEN)
                    .until(() -> !process.isAlive() || answers(resolver, query));
        } catch (ConditionTimeoutException e) {
            throw broken(e);
        }
        if (!process.isAlive()) {
            throw broken(null);
        }
    }

    private static boolean answers(SimpleResolver resolver, Message query) {
        try {
            resolver.send(query);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private IOException broken(@Nullable Throwable cause) throws IOException {
        close();
        return new IOException(command + ": " + Files.readString(folder.resolve("output")), cause);
    }

    InetSocketAddress address() {
        return address;
    }

    long pid() {
        return process.pid();
    }

    /** Starts it again at the same place. */
    void again(String zone) {
        try {
            process = run();
            awaitAnswer(zone);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException(command + " does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A port that is free for UDP and TCP. */
    static InetSocketAddress freePort() {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        while (true) {
            try (ServerSocket tcp = new ServerSocket(0, 1, loopback);
                    DatagramSocket udp = new DatagramSocket(tcp.getLocalPort(), loopback)) {
                return new InetSocketAddress(loopback, udp.getLocalPort());
            } catch (IOException taken) {
                // another has it for UDP: the next
            }
        }
    }
}
