package io.postern.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** An SMTP server that takes every mail but those for {@code nobody@}. */
final class ScriptedServer implements AutoCloseable {

    /** Mails that it takes over one connection. */
    static final int MOST = 8;

    private final AtomicInteger connections = new AtomicInteger();
    private final ServerSocket listener;
    private final ConcurrentLinkedQueue<String> mails = new ConcurrentLinkedQueue<>();

    ScriptedServer() throws IOException {
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    Target target() {
        return new Target("127.0.0.1", listener.getLocalPort(), "");
    }

    List<String> mails() {
        return List.copyOf(mails);
    }

    int connections() {
        return connections.get();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                connections.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            BufferedReader in = new BufferedReader(new InputStreamReader(client.getInputStream(), ISO_8859_1));
            OutputStream out = client.getOutputStream();
            say(out, "220 scripted");
            boolean refused = false;
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                switch (line.substring(0, 4)) {
                    case "EHLO" ->
                        say(out, "250-scripted\r\n250-LIMITS RCPTMAX=9 MAILMAX=" + MOST + "\r\n250 PIPELINING");
                    case "RCPT" -> {
                        refused = line.contains("nobody@");
                        say(out, refused ? "550 5.1.1 no" : "250 2.1.5 yes");
                    }
                    case "DATA" -> {
                        say(out, refused ? "554 5.5.1 no" : "354 go");
                        if (!refused) {
                            mails.add(readMail(in));
                            say(out, "250 2.0.0 taken");
                        }
                    }
                    default -> say(out, "250 2.0.0 yes");
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String readMail(BufferedReader in) throws IOException {
        StringBuilder mail = new StringBuilder();
        for (String line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
            mail.append(line).append("\r\n");
        }
        return mail.toString();
    }

    private static void say(OutputStream out, String reply) throws IOException {
        out.write((reply + "\r\n").getBytes(ISO_8859_1));
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
