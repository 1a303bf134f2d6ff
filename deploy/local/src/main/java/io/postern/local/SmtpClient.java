package io.postern.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** The client's half of an SMTP dialogue (RFC 5321), as simple as it can be: one command, one reply. */
final class SmtpClient implements AutoCloseable {

    private static final int CONNECT_MS = 2_000;
    private static final int REPLY_MS = 60_000;
    private static final Pattern LARGEST = Pattern.compile("250[ -]SIZE (\\d+)");

    private Socket socket = new Socket();
    private BufferedReader replies;
    private long largestMail = Long.MAX_VALUE - 1;

    /**
     * Connects over loopback and reads the banner.
     *
     * @param from the address that the server is to see
     * @throws java.net.BindException if this machine does not have that address
     * @throws java.net.ConnectException if nobody listens
     */
    SmtpClient(InetAddress from, int port) throws IOException {
        try {
            socket.bind(new InetSocketAddress(from, 0));
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MS);
            socket.setSoTimeout(REPLY_MS);
            replies = reader(socket);
            reply();
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static BufferedReader reader(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
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

    /** Says EHLO, and remembers what the server says of itself. */
    Reply greet() throws IOException {
        Reply reply = say("EHLO client.example");
        Matcher size = LARGEST.matcher(reply.text());
        if (size.find()) {
            largestMail = Long.parseLong(size.group(1));
        }
        return reply;
    }

    /** In bytes, if the server has said so. */
    long largestMail() {
        return largestMail;
    }

    /** Encrypts the connection if the server is ready for it (RFC 3207). */
    Reply startTls(SSLContext trust) throws IOException {
        Reply reply = say("STARTTLS");
        if (reply.positive()) {
            SSLSocket encrypted = (SSLSocket) trust.getSocketFactory()
                    .createSocket(socket, socket.getInetAddress().getHostAddress(), socket.getPort(), true);
            encrypted.startHandshake();
            socket = encrypted;
            replies = reader(encrypted);
        }
        return reply;
    }

    /** Logs in by the mechanism PLAIN (RFC 4616). */
    Reply login(String user, String password) throws IOException {
        byte[] message = ("\0" + user + "\0" + password).getBytes(UTF_8);
        return say("AUTH PLAIN " + Base64.getEncoder().encodeToString(message));
    }

    /** Takes leave; a server that has gone already is no error. */
    void quit() {
        try {
            say("QUIT");
        } catch (IOException e) {
            // It has closed the connection with its last reply.
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
