package io.postern.delivery.mailbox;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** As much of IMAP (RFC 3501) as a mail program needs to read mail: one command at a time, and its whole answer. */
final class ImapClient implements AutoCloseable {

    private static final int TIMEOUT_MS = 10_000;
    private static final Pattern LITERAL = Pattern.compile("\\{([0-9]+)\\}$");

    private final Socket socket;
    private final InputStream in;
    private int commands;

    ImapClient(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(TIMEOUT_MS);
        in = new BufferedInputStream(socket.getInputStream());
        line();
    }

    /** The answer, line by line, literals in it, without its last line, which must say OK. */
    String ask(String command) throws IOException {
        String tag = "a" + ++commands;
        socket.getOutputStream().write((tag + " " + command + "\r\n").getBytes(ISO_8859_1));
        StringBuilder answer = new StringBuilder();
        while (true) {
            String line = line();
            if (line.startsWith(tag + " ")) {
                if (!line.startsWith(tag + " OK")) {
                    throw new AssertionError(command + ": " + line);
                }
                return answer.toString();
            }
            answer.append(line).append("\r\n");
        }
    }

    /** The mail with that number in the folder. */
    byte[] mail(int number) throws IOException {
        String answer = ask("FETCH " + number + " BODY.PEEK[]");
        Matcher size = Pattern.compile("\\{([0-9]+)\\}\r\n").matcher(answer);
        if (!size.find()) {
            throw new AssertionError(answer);
        }
        return answer.substring(size.end(), size.end() + Integer.parseInt(size.group(1)))
                .getBytes(ISO_8859_1);
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (true) {
            int octet = in.read();
            if (octet < 0) {
                throw new EOFException("the server has hung up after: " + line);
            }
            if (octet != '\n') {
                line.write(octet);
                continue;
            }
            String text = line.toString(ISO_8859_1);
            String stripped = text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
            Matcher literal = LITERAL.matcher(stripped);
            if (!literal.find()) {
                return stripped;
            }
            line.write('\n');
            line.write(in.readNBytes(Integer.parseInt(literal.group(1))));
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
