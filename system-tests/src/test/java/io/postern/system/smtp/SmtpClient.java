package io.postern.system.smtp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A connection to an SMTP server on this machine. One write is one packet, as far as the network lets it. */
public final class SmtpClient implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int LONGEST_REPLY_LINE = 512; // RFC 5321 section 4.5.3.1.5

    private Socket socket;
    private InputStream in;

    private SmtpClient(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    /** Connects; the banner is still to be read. */
    public static SmtpClient connect(int port) throws IOException {
        return connect("127.0.0.1", port);
    }

    /** Connects from an address of this machine, such as {@code 127.0.0.9}; the banner is still to be read. */
    public static SmtpClient connect(String from, int port) throws IOException {
        Socket socket = new Socket();
        try {
            socket.bind(new InetSocketAddress(from, 0));
            socket.setTcpNoDelay(true);
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), (int) PATIENCE.toMillis());
            return new SmtpClient(socket);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Reads the banner and says EHLO. */
    public static SmtpClient greet(int port) throws IOException {
        return greet(port, "client.example");
    }

    /** Reads the banner and says EHLO with this name. */
    public static SmtpClient greet(int port, String name) throws IOException {
        return greet(connect(port), name);
    }

    /** As {@link #greet(int)}, from an address of this machine. */
    public static SmtpClient greetFrom(String from, int port) throws IOException {
        return greet(connect(from, port), "client.example");
    }

    private static SmtpClient greet(SmtpClient client, String name) throws IOException {
        try {
            client.expect(220, client.read());
            client.expect(250, client.command("EHLO " + name));
            return client;
        } catch (IOException e) {
            client.close();
            throw e;
        }
    }

    /** How long it waits for a reply, if 30 s are not enough; RFC 5321 section 4.5.3.2.6 wants 10 minutes. */
    public SmtpClient patience(Duration patience) throws IOException {
        socket.setSoTimeout((int) patience.toMillis());
        return this;
    }

    /** Says STARTTLS, encrypts the connection and says EHLO again. */
    public SmtpClient startTls(SSLContext trust) throws IOException {
        expect(220, command("STARTTLS"));
        encrypt(trust);
        expect(250, command("EHLO client.example"));
        return this;
    }

    /** Encrypts the connection. */
    public void encrypt(SSLContext trust) throws IOException {
        SSLSocket encrypted =
                (SSLSocket) trust.getSocketFactory().createSocket(socket, "localhost", socket.getPort(), true);
        encrypted.startHandshake();
        socket = encrypted;
        in = new BufferedInputStream(encrypted.getInputStream());
    }

    /** Logs in with PLAIN; the reply tells whether. */
    public SmtpReply login(String user, String password) throws IOException {
        String response = "\0" + user + "\0" + password;
        return command("AUTH PLAIN " + Base64.getEncoder().encodeToString(response.getBytes(UTF_8)));
    }

    /** Sends the bytes as they are. */
    public void send(byte[] packet) throws IOException {
        socket.getOutputStream().write(packet);
    }

    /** Sends a line and reads the reply. */
    public SmtpReply command(String line) throws IOException {
        send((line + "\r\n").getBytes(ISO_8859_1));
        return read();
    }

    /**
     * Sends a mail, command by command.
     *
     * @return the reply to the data, or the first refusal on the way there
     */
    public SmtpReply sendMail(String sender, List<String> recipients, byte[] content) throws IOException {
        List<String> commands = new ArrayList<>();
        commands.add("MAIL FROM:<" + sender + ">");
        recipients.forEach(recipient -> commands.add("RCPT TO:<" + recipient + ">"));
        commands.add("DATA");
        for (String command : commands) {
            SmtpReply reply = command(command);
            if (!reply.positive()) {
                return reply;
            }
        }
        send(endOfData(content));
        return read();
    }

    /** The content with dots stuffed and the end of data behind it (RFC 5321 section 4.5.2). */
    public static byte[] endOfData(byte[] content) {
        ByteArrayOutputStream data = new ByteArrayOutputStream(content.length + 100);
        boolean lineStart = true;
        for (byte b : content) {
            if (lineStart && b == '.') {
                data.write('.');
            }
            data.write(b);
            lineStart = b == '\n';
        }
        data.writeBytes((lineStart ? ".\r\n" : "\r\n.\r\n").getBytes(ISO_8859_1));
        return data.toByteArray();
    }

    /**
     * Reads a reply with all its lines.
     *
     * @throws EOFException if the server has closed the connection
     * @throws IOException also if what came is no reply by RFC 5321 section 4.2
     */
    public SmtpReply read() throws IOException {
        List<String> lines = new ArrayList<>();
        String line;
        do {
            line = readLine();
            if (!line.matches("[2-5]\\d\\d(?:[ -].*)?")
                    || !line.startsWith(lines.isEmpty() ? "" : lines.get(0).substring(0, 3))) {
                throw new IOException("not a reply: " + line);
            }
            lines.add(line);
        } while (line.length() > 3 && line.charAt(3) == '-');
        return new SmtpReply(lines);
    }

    /** Whether something has come that is not yet read. */
    public boolean hasReply() throws IOException {
        return in.available() > 0;
    }

    /** Whether the server has closed the connection, having sent nothing more; waits for it to do so. */
    public boolean closedByServer() throws IOException {
        return in.read() < 0;
    }

    private String readLine() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); ; b = in.read()) {
            if (b < 0) {
                throw new EOFException("the server closed the connection" + (line.isEmpty() ? "" : " after: " + line));
            }
            line.append((char) b);
            if (b == '\n') {
                break;
            }
        }
        int end = line.length() - 2;
        if (end < 0 || line.charAt(end) != '\r' || line.length() > LONGEST_REPLY_LINE) {
            throw new IOException("not a reply line: " + line);
        }
        return line.substring(0, end);
    }

    private void expect(int code, SmtpReply reply) throws IOException {
        if (reply.code() != code) {
            throw new IOException("the server said: " + reply);
        }
    }

    /** Drops the connection without a word. */
    @Override
    public void close() throws IOException {
        socket.close();
    }
}
