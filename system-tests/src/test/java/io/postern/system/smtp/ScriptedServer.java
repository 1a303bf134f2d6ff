package io.postern.system.smtp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;

/**
 * A server for one connection that says its lines whatever it hears: a banner, and one more reply each time it was spoken to;
 * then it closes.
 */
public final class ScriptedServer implements AutoCloseable {

    private final ServerSocket listener;
    private final StringBuilder heard = new StringBuilder(); // read after the thread has ended
    private final Thread thread;

    /** @param replies with their line ends, right or wrong */
    public ScriptedServer(String... replies) throws IOException {
        listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        thread = Thread.ofVirtual().start(() -> serve(List.of(replies)));
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** All that the client said; waits until the conversation is over. */
    public String heard() throws InterruptedException {
        thread.join();
        return heard.toString();
    }

    private void serve(List<String> replies) {
        try (Socket client = listener.accept()) {
            InputStream in = client.getInputStream();
            OutputStream out = client.getOutputStream();
            byte[] packet = new byte[64 * 1024];
            for (int i = 0; i < replies.size(); i++) {
                if (i > 0) {
                    int length = in.read(packet);
                    if (length < 0) {
                        return;
                    }
                    heard.append(new String(packet, 0, length, ISO_8859_1));
                }
                out.write(replies.get(i).getBytes(ISO_8859_1));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
