package io.postern.av;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.postern.av.clamd.Clamd;
import io.postern.av.clamd.ClamdAddress;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The clamd of this machine, on a free port of loopback and a Unix socket, with signatures of test files only. */
final class RealClamd implements AutoCloseable {

    /** ClamAV's own test file, and the test string that everybody agrees on. */
    private static final String FILE_SIGNATURE = "aa15bcf478d165efd2065190eb473bcb:544:Local.ClamAV-Test-File\n";

    private final Path folder;
    private final int port;
    private Process process;

    /** Whether it is installed. */
    static boolean installed() {
        return program().isPresent();
    }

    private static Optional<Path> program() {
        String path = System.getenv("PATH") + File.pathSeparator + "/usr/sbin" + File.pathSeparator + "/usr/local/sbin";
        return Stream.of(path.split(File.pathSeparator, -1))
                .map(folder -> Path.of(folder, "clamd"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** @param streamMaxLength as in its configuration: {@code 30M} */
    RealClamd(Path folder, String streamMaxLength) throws IOException {
        this.folder = folder;
        this.port = freePort();
        Path signatures = Files.createDirectory(folder.resolve("db"));
        Files.createDirectory(folder.resolve("tmp"));
        Files.writeString(signatures.resolve("local.hdb"), FILE_SIGNATURE);
        Files.writeString(
                signatures.resolve("local.ndb"),
                "Local.Eicar-Test-Signature:0:*:" + HexFormat.of().formatHex(Rig.EICAR.getBytes(US_ASCII)) + "\n");
        Files.writeString(folder.resolve("clamd.conf"), configuration(streamMaxLength));
        this.process = start();
    }

    private String configuration(String streamMaxLength) {
        return """
            Foreground yes
            DatabaseDirectory %1$s/db
            TemporaryDirectory %1$s/tmp
            LogFile %1$s/log
            TCPSocket %2$d
            TCPAddr 127.0.0.1
            LocalSocket %1$s/socket
            MaxThreads 4
            StreamMaxLength %3$s
            MaxScanSize 100M
            MaxFileSize 30M
            SelfCheck 0
            ConcurrentDatabaseReload no
            AlertEncrypted yes
            """.formatted(folder, port, streamMaxLength);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private Process start() throws IOException {
        Process started = new ProcessBuilder(
                        program().orElseThrow().toString(),
                        "-c",
                        folder.resolve("clamd.conf").toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
        Clamd clamd = new Clamd(ClamdAddress.of(address()), timer);
        Rig.await(() -> {
            try {
                clamd.ping(Duration.ofSeconds(1));
                return true;
            } catch (IOException e) {
                return false;
            }
        });
        timer.shutdownNow();
        return started;
    }

    String address() {
        return "127.0.0.1:" + port;
    }

    String socket() {
        return folder.resolve("socket").toString();
    }

    /** As by kill -9. */
    void kill() {
        process.destroyForcibly();
        await(process);
    }

    /** Starts it again at the same place. */
    void again() throws IOException {
        process = start();
    }

    /** It does nothing any more, but is there. */
    void freeze() throws IOException {
        signal("-STOP");
    }

    void thaw() throws IOException {
        signal("-CONT");
    }

    private void signal(String name) throws IOException {
        await(new ProcessBuilder("kill", name, Long.toString(process.pid())).start());
    }

    private static void await(Process ended) {
        try {
            if (!ended.waitFor(20, TimeUnit.SECONDS)) {
                throw new IllegalStateException("does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What it has had of the processors. */
    Duration cpu() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    @Override
    public void close() {
        kill();
    }
}
