package io.postern.system.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Stands where clamd stood, answers probes as it did, and fails at scans in one way. */
public final class FaultyClamd implements AutoCloseable {

    /** What becomes of a scan. */
    public enum Fault {
        /** Takes the mail and answers when nobody waits any more. */
        SLOW,
        /** Is no clamd. */
        GARBAGE,
        /** Has a trouble of its own, and says so. */
        ERROR,
        /** Ends the connection instead of answering. */
        CLOSES,
        /** Reads no further than the first bytes. */
        STOPS_READING
    }

    private static final long LATE_MILLIS = 8_000;

    private final Fault fault;
    private final ServerSocket server;
    private volatile boolean asked;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    public FaultyClamd(int port, Fault fault) throws IOException {
        this.fault = fault;
        this.server = new ServerSocket();
        server.setReuseAddress(true);
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 100);
        Thread.ofVirtual().start(this::accept);
    }

    /** Whether anybody has come. */
    public boolean asked() {
        return asked;
    }

    private void accept() {
        try {
            while (true) {
                Socket client = server.accept();
                asked = true;
                open.add(client);
                Thread.ofVirtual().start(() -> serve(client));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void serve(Socket client) {
        try (client) {
            DataInputStream in = new DataInputStream(client.getInputStream());
            OutputStream out = client.getOutputStream();
            switch (command(in)) {
                case "zPING" -> say(out, "PONG");
                case "zVERSION" -> say(out, "ClamAV 1.4.6/27500/Tue Nov 24 09:30:00 2026");
                default -> scan(in, out);
            }
        } catch (IOException e) {
            // the client has gone, or everything is being closed
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(client);
        }
    }

    private void scan(DataInputStream in, OutputStream out) throws IOException, InterruptedException {
        if (fault == Fault.STOPS_READING) {
            Thread.sleep(LATE_MILLIS);
            return;
        }
        for (int length = in.readInt(); length > 0; length = in.readInt()) {
            in.skipNBytes(length);
        }
        switch (fault) {
            case SLOW -> {
                Thread.sleep(LATE_MILLIS);
                say(out, "stream: Too.Late FOUND");
            }
            case GARBAGE -> say(out, "HTTP/1.0 400 Bad Request");
            case ERROR -> say(out, "stream: Can't allocate memory ERROR");
            default -> {} // closed
        }
    }

    private static String command(DataInputStream in) throws IOException {
        StringBuilder command = new StringBuilder();
        for (int c = in.read(); c > 0; c = in.read()) {
            command.append((char) c);
        }
        return command.toString();
    }

    private static void say(OutputStream out, String answer) throws IOException {
        out.write((answer + "\0").getBytes(US_ASCII));
        out.flush();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket client : open) {
            client.close();
        }
    }
}
