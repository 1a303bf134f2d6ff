package io.postern.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/** The client's half of an SMTP dialogue (RFC 5321), as simple as it can be: one command, one reply. */
final class SmtpClient implements AutoCloseable {

    private static final int CONNECT_MS = 2_000;
    private static final int REPLY_MS = 60_000;

    private final Socket socket = new Socket();
    private final BufferedReader replies;

    /** Connects over loopback and reads the greeting. */
    SmtpClient(int port) throws IOException {
        try {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MS);
            socket.setSoTimeout(REPLY_MS);
            replies = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
            reply();
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /**
     * What the server says to a command.
     *
     * @param text all of it, a line each
     */
    record Reply(String text) {

        /** Whether the dialogue goes on: 2yz and 3yz. */
        boolean positive() {
            return text.startsWith("2") || text.startsWith("3");
        }
    }

    Reply say(String command) throws IOException {
        return send(command + "\r\n");
    }

    /** @param message lines that end in CRLF */
    Reply data(String message) throws IOException {
        return send(message.replace("\r\n.", "\r\n..") + ".\r\n");
    }

    private Reply send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(UTF_8));
        return reply();
    }

    private Reply reply() throws IOException {
        StringBuilder text = new StringBuilder();
        String line;
        do {
            line = replies.readLine();
            if (line == null) {
                throw new EOFException("the server closed the connection");
            }
            text.append(text.isEmpty() ? "" : "\n").append(line);
        } while (line.length() > 3 && line.charAt(3) == '-');
        return new Reply(text.toString());
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
