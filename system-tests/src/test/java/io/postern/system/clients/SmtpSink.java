package io.postern.system.clients;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Postfix's mail sink: a server that takes mail, or, if told to, does not. */
public final class SmtpSink implements AutoCloseable {

    private static final int TRIALS = 100;

    private final Path folder;
    private final int port;
    private final Process process;

    /**
     * @param port where it listens
     * @param options more of them, see smtp-sink(1)
     */
    public SmtpSink(int port, String... options) throws IOException, InterruptedException {
        this.folder = Files.createTempDirectory("sink");
        // It writes as somebody else where it is started by root.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        this.port = port;
        List<String> command = new ArrayList<>(List.of(program().toString(), "-D", folder + "/mail"));
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("-u", "nobody"));
        }
        command.addAll(List.of(options));
        command.addAll(List.of("127.0.0.1:" + port, "100"));
        this.process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        for (int i = 0; !listens(); i++) {
            if (i == TRIALS || !process.isAlive()) {
                throw new IOException("smtp-sink does not listen: " + Files.readString(folder.resolve("log")));
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    /** Whether it is on this machine. */
    public static boolean installed() {
        return Files.isExecutable(program());
    }

    private static Path program() {
        return Path.of("/usr/sbin/smtp-sink");
    }

    private boolean listens() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /** All that it has taken, one mail after the other. */
    public String taken() throws IOException {
        Path mails = folder.resolve("mail");
        return Files.exists(mails) ? Files.readString(mails, ISO_8859_1) : "";
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
