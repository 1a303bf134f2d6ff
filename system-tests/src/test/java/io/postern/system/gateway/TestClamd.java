package io.postern.system.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The machine's clamd with the signatures of test files alone, in a process that a test may hurt. */
public final class TestClamd implements AutoCloseable {

    /** By MD5 and size: the EICAR test file, and ClamAV's own. */
    private static final List<String> SIGNATURES = List.of(
            "44d88612fea8a8f36de82e1278abb02f:68:Test.Eicar", "aa15bcf478d165efd2065190eb473bcb:544:Test.ClamAV");

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Path folder;
    private final int port = FreePorts.one();
    private Process process;

    private TestClamd(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
        Files.createDirectories(folder.resolve("db"));
        Files.createDirectories(folder.resolve("tmp"));
        Files.write(folder.resolve("db/test.hdb"), SIGNATURES);
        Files.writeString(folder.resolve("clamd.conf"), """
                Foreground yes
                DatabaseDirectory %1$s/db
                TemporaryDirectory %1$s/tmp
                TCPAddr 127.0.0.1
                TCPSocket %2$d
                MaxThreads 10
                StreamMaxLength 30M
                MaxScanSize 100M
                MaxFileSize 30M
                SelfCheck 0
                AlertEncrypted yes
                """.formatted(folder.toAbsolutePath(), port));
        start();
    }

    /** Starts it, where it is installed. */
    static Optional<TestClamd> start(Path folder) throws IOException {
        return program().isPresent() ? Optional.of(new TestClamd(folder)) : Optional.empty();
    }

    private static Optional<Path> program() {
        String path = System.getenv("PATH") + File.pathSeparator + "/usr/sbin" + File.pathSeparator + "/usr/local/sbin";
        return Stream.of(path.split(File.pathSeparator, -1))
                .map(place -> Path.of(place, "clamd"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Starts it again after its end, at the same port. */
    public void start() throws IOException {
        process = new ProcessBuilder(
                        program().orElseThrow().toString(),
                        "--config-file=" + folder.resolve("clamd.conf").toAbsolutePath())
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
                .start();
        await("clamd answers; its log is " + folder.resolve("log"))
                .atMost(PATIENCE)
                .until(this::answers);
    }

    private boolean answers() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(1000);
            socket.getOutputStream().write("zPING\0".getBytes(US_ASCII));
            return new String(socket.getInputStream().readNBytes(4), US_ASCII).equals("PONG");
        } catch (IOException e) {
            return false;
        }
    }

    public String address() {
        return "127.0.0.1:" + port;
    }

    /** After {@link #kill()}: another stands in its place. */
    public FaultyClamd replacedBy(FaultyClamd.Fault fault) throws IOException {
        return new FaultyClamd(port, fault);
    }

    /** Has it read its signatures again. */
    public void reload() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write("zRELOAD\0".getBytes(US_ASCII));
            String answer = new String(socket.getInputStream().readNBytes(9), US_ASCII);
            if (!answer.equals("RELOADING")) {
                throw new IOException("clamd says " + answer);
            }
        }
    }

    /** Ends it at once. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }

    /** Freezes it: connections are still accepted, and nothing is answered. */
    public void suspend() throws Exception {
        signal("STOP");
    }

    /** Whatever was done to it: it answers again. */
    public void bringBack() throws Exception {
        if (process.isAlive()) {
            resume();
        } else {
            start();
        }
    }

    public void resume() throws Exception {
        signal("CONT");
    }

    private void signal(String name) throws Exception {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor(5, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
