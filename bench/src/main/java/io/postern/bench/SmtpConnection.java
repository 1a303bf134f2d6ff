package io.postern.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One SMTP connection that sends mail after mail, one a transaction, the envelope in one packet if the server lets it. */
final class SmtpConnection implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 60_000;
    private static final String END_OF_DATA = ".\r\n";

    /**
     * What became of a mail.
     *
     * @param code the reply's code: to the data, or to the command that ended the transaction
     * @param nanos from sending the data to the reply; 0 if it did not come to that
     */
    record Outcome(int code, long nanos) {

        boolean accepted() {
            return code == 250;
        }
    }

    private static final Pattern MOST = Pattern.compile("LIMITS .*MAILMAX=(\\d+)");

    private final Socket socket;
    private final OutputStream out;
    private final BufferedReader in;
    private final boolean pipelining;
    private final int most;
    private int sent;

    SmtpConnection(Target target) throws IOException {
        socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.bind(target.from());
        socket.connect(new InetSocketAddress(target.host(), target.port()), TIMEOUT_MILLIS);
        out = socket.getOutputStream();
        in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
        expect(220, read());
        write("EHLO bench.example\r\n");
        String keywords = read();
        expect(250, keywords);
        pipelining = keywords.contains("PIPELINING");
        Matcher limit = MOST.matcher(keywords);
        most = limit.find() ? Integer.parseInt(limit.group(1)) : Integer.MAX_VALUE;
    }

    /** Whether the server takes no more mails over this connection (RFC 9422). */
    boolean exhausted() {
        return sent >= most;
    }

    /** Names a sender and a recipient and leaves it at that; the code of the reply to RCPT, or of the one that refused. */
    int offer(String sender, String recipient) throws IOException {
        return envelope("MAIL FROM:<" + sender + ">\r\n", "RCPT TO:<" + recipient + ">\r\n");
    }

    /** Begins a mail and leaves it at that. */
    void begin(String sender, String recipient) throws IOException {
        int envelope = envelope("MAIL FROM:<" + sender + ">\r\n", "RCPT TO:<" + recipient + ">\r\n", "DATA\r\n");
        if (envelope != 354) {
            throw new IOException("no mail can be begun: " + envelope);
        }
    }

    /** One more byte of the mail that has begun. */
    void drip() throws IOException {
        out.write('x');
    }

    /** @throws IOException if the server has said something, or closed the connection */
    void stillThere() throws IOException {
        if (in.ready()) {
            throw new IOException("the server said: " + read());
        }
    }

    /** Closes without a word. */
    void drop() throws IOException {
        socket.close();
    }

    /** @param mail with CRLF line ends, the last one too, and no line that begins with a dot */
    Outcome send(String sender, String recipient, byte[] mail) throws IOException {
        sent++;
        int envelope = envelope("MAIL FROM:<" + sender + ">\r\n", "RCPT TO:<" + recipient + ">\r\n", "DATA\r\n");
        if (envelope != 354) {
            return new Outcome(envelope, 0);
        }
        ByteArrayOutputStream data = new ByteArrayOutputStream(mail.length + END_OF_DATA.length());
        data.writeBytes(mail);
        data.writeBytes(END_OF_DATA.getBytes(US_ASCII));
        long start = System.nanoTime();
        data.writeTo(out);
        String reply = read();
        return new Outcome(code(reply), System.nanoTime() - start);
    }

    /** The code of the first command refused, or of the last. */
    private int envelope(String... commands) throws IOException {
        if (pipelining) {
            write(String.join("", commands));
        }
        int outcome = 0;
        for (String command : commands) {
            if (!pipelining) {
                write(command);
            }
            int code = code(read());
            if (outcome < 400) {
                outcome = code;
            }
            if (code >= 400 && !pipelining) {
                break;
            }
        }
        if (outcome >= 400) {
            write("RSET\r\n");
            expect(250, read());
        }
        return outcome;
    }

    private void write(String commands) throws IOException {
        out.write(commands.getBytes(US_ASCII));
    }

    /** A reply, its lines joined by line feeds. */
    private String read() throws IOException {
        StringBuilder reply = new StringBuilder();
        String line;
        do {
            line = in.readLine();
            if (line == null) {
                throw new EOFException("the server closed the connection");
            }
            reply.append(line).append('\n');
        } while (line.length() > 3 && line.charAt(3) == '-');
        return reply.toString();
    }

    private static int code(String reply) throws IOException {
        try {
            return Integer.parseInt(reply.substring(0, 3));
        } catch (NumberFormatException | StringIndexOutOfBoundsException e) {
            throw new IOException("not an SMTP reply: " + reply, e);
        }
    }

    private static void expect(int code, String reply) throws IOException {
        if (code(reply) != code) {
            throw new IOException("the server said: " + reply.strip());
        }
    }

    @Override
    public void close() throws IOException {
        try (socket) {
            write("QUIT\r\n");
            read();
        }
    }
}
