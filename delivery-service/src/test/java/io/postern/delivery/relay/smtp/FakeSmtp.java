package io.postern.delivery.relay.smtp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * A server on loopback that does everything right, but for what it is told to do wrong. It keeps what it heard, octet by
 * octet, and takes nothing for a line end but CRLF.
 */
public final class FakeSmtp implements AutoCloseable {

    /** In a reply: the connection is closed after what stands before. */
    public static final String CLOSE = "\0close";

    /** In place of a reply: nothing more is said. */
    public static final String SILENCE = "\0silence";

    /** In place of a reply: nothing more is said, nor read. */
    public static final String DEAF = "\0deaf";

    /** In a reply: what stands before, and then an octet now and then for ever. */
    public static final String DRIP = "\0drip";

    /** In a reply: for ever again what stands before. */
    public static final String ENDLESS = "\0endless";

    /** What was taken; the text has a character for each octet. */
    public record Taken(String mail, List<String> rcpts, String text, boolean tls) {}

    private static final long DRIP_MILLIS = 20;

    private final ServerSocket listener;
    private final Map<String, ConcurrentLinkedDeque<String>> replies = new ConcurrentHashMap<>();
    private final List<String> extensions = new CopyOnWriteArrayList<>(List.of("PIPELINING", "8BITMIME", "SIZE 0"));
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final List<Taken> taken = new CopyOnWriteArrayList<>();
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile @Nullable SSLContext tls;
    private volatile boolean implicit;
    private volatile boolean lmtp;

    public FakeSmtp() {
        this("127.0.0.1", 0);
    }

    public FakeSmtp(String address, int port) {
        try {
            listener = new ServerSocket();
            listener.bind(new InetSocketAddress(InetAddress.getByName(address), port), 100);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    public int port() {
        return listener.getLocalPort();
    }

    public InetAddress address() {
        return listener.getInetAddress();
    }

    /** Offers these in addition. */
    public FakeSmtp offer(String... more) {
        extensions.addAll(List.of(more));
        return this;
    }

    /** Offers these alone. */
    public FakeSmtp offerOnly(String... these) {
        extensions.clear();
        return offer(these);
    }

    /**
     * Says this one time after the other, the last of them from then on.
     *
     * @param when GREETING, a verb, a verb and an argument, CONTENT (in the middle of the data) or END (after it)
     */
    public FakeSmtp on(String when, String... says) {
        replies.put(when.toUpperCase(Locale.ROOT), new ConcurrentLinkedDeque<>(List.of(says)));
        return this;
    }

    public FakeSmtp tls(SSLContext context) {
        tls = context;
        return offer("STARTTLS");
    }

    public FakeSmtp implicitTls(SSLContext context) {
        tls = context;
        implicit = true;
        return this;
    }

    public FakeSmtp lmtp() {
        lmtp = true;
        return this;
    }

    /** All commands, of all connections. */
    public List<String> heard() {
        return heard;
    }

    public List<String> heard(String verb) {
        return heard.stream().filter(line -> line.startsWith(verb)).toList();
    }

    public List<Taken> taken() {
        return taken;
    }

    /** Where those who connected came from. */
    public List<String> clients() {
        return open.stream()
                .map(client -> client.getInetAddress().getHostAddress())
                .toList();
    }

    public int connections() {
        return connections.get();
    }

    /** Closes all connections, and not the door. */
    public void hangUp() throws IOException {
        for (Socket socket : open) {
            socket.close();
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                client.setTcpNoDelay(true);
                open.add(client);
                connections.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException e) {
                if (!listener.isClosed()) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }

    private void serve(Socket client) {
        try (Socket socket = client) {
            new Talk(socket).run();
        } catch (IOException e) {
            // the client has gone, or the test is over
        }
    }

    private final class Talk {

        private Socket socket;
        private InputStream in;
        private OutputStream out;
        private boolean encrypted;
        private @Nullable String mail;
        private final List<String> rcpts = new ArrayList<>();
        private final ByteArrayOutputStream chunks = new ByteArrayOutputStream();

        Talk(Socket socket) throws IOException {
            this.socket = socket;
            if (implicit) {
                encrypt();
            }
            use(this.socket);
        }

        private void use(Socket from) throws IOException {
            in = new BufferedInputStream(from.getInputStream());
            out = from.getOutputStream();
        }

        private void encrypt() throws IOException {
            SSLContext context = tls;
            if (context == null) {
                throw new IllegalStateException("no TLS");
            }
            SSLSocket secure =
                    (SSLSocket) context.getSocketFactory().createSocket(socket, "client", socket.getPort(), true);
            secure.setUseClientMode(false);
            secure.startHandshake();
            socket = secure;
            encrypted = true;
            use(secure);
        }

        void run() throws IOException {
            say("GREETING", "220 fake.example ready");
            while (true) {
                String line = line();
                heard.add(line);
                command(line, line.split(" ", 2)[0].toUpperCase(Locale.ROOT));
            }
        }

        private void command(String line, String verb) throws IOException {
            switch (verb) {
                case "EHLO", "LHLO" -> hello(verb);
                case "STARTTLS" -> startTls();
                case "AUTH" -> auth(line);
                case "MAIL" -> mail(line);
                case "RCPT" -> rcpt(line);
                case "DATA" -> data();
                case "BDAT" -> chunk(line);
                case "RSET" -> reset("RSET");
                case "QUIT" -> say(verb, "221 bye" + CLOSE);
                default -> say(verb, "250 ok");
            }
        }

        private void hello(String verb) throws IOException {
            StringBuilder reply = new StringBuilder("250-fake.example");
            for (String extension : extensions) {
                if (!(encrypted && extension.equals("STARTTLS"))) {
                    reply.append("\r\n250-").append(extension);
                }
            }
            say(verb, reply.append("\r\n250 HELP").toString());
        }

        private void startTls() throws IOException {
            if (say("STARTTLS", "220 go ahead").startsWith("220")) {
                encrypt();
            }
        }

        private void auth(String line) throws IOException {
            if (line.equals("AUTH LOGIN")) {
                say("AUTH USER", "334 VXNlcm5hbWU6");
                heard.add(line());
                say("AUTH PASSWORD", "334 UGFzc3dvcmQ6");
                heard.add(line());
            }
            say("AUTH", "235 2.7.0 welcome");
        }

        private void mail(String line) throws IOException {
            if (say("MAIL", "250 2.1.0 ok").startsWith("2")) {
                mail = line;
            }
        }

        private void rcpt(String line) throws IOException {
            String address = line.replaceAll("^RCPT TO:<(.*?)>.*$", "$1");
            String normal = mail == null ? "503 5.5.1 MAIL first" : "250 2.1.5 ok";
            String when =
                    replies.containsKey(("RCPT " + address).toUpperCase(Locale.ROOT)) ? "RCPT " + address : "RCPT";
            if (say(when, normal).startsWith("2")) {
                rcpts.add(line);
            }
        }

        private void data() throws IOException {
            String normal = rcpts.isEmpty() ? "554 5.5.1 no valid recipients" : "354 go ahead";
            if (say("DATA", normal).startsWith("354")) {
                byte[] content = content();
                ended(content);
            }
        }

        /** Until CRLF.CRLF, the first CRLF being that of DATA if there is nothing. */
        private byte[] content() throws IOException {
            if (replies.containsKey("CONTENT")) {
                in.read();
                say("CONTENT", "");
            }
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            while (true) {
                byte[] line = rawLine();
                if (line.length == 3 && line[0] == '.') {
                    return content.toByteArray();
                }
                int from = line[0] == '.' ? 1 : 0;
                content.write(line, from, line.length - from);
            }
        }

        private void chunk(String line) throws IOException {
            chunks.write(in.readNBytes(Integer.parseInt(line.replaceAll("\\D", ""))));
            if (!line.endsWith(" LAST")) {
                say("BDAT", "250 2.0.0 chunk");
            } else {
                ended(chunks.toByteArray());
            }
        }

        private void ended(byte[] content) throws IOException {
            String from = String.valueOf(mail);
            List<String> to = List.copyOf(rcpts);
            clear();
            for (int i = 0; i < (lmtp ? to.size() : 1); i++) {
                String reply = next("END", "250 2.0.0 queued");
                if (i == 0 && reply.startsWith("2")) {
                    taken.add(new Taken(from, to, new String(content, ISO_8859_1), encrypted));
                }
                send(reply);
            }
        }

        private void reset(String verb) throws IOException {
            clear();
            say(verb, "250 ok");
        }

        private void clear() {
            mail = null;
            rcpts.clear();
            chunks.reset();
        }

        private String say(String when, String normal) throws IOException {
            String reply = next(when, normal);
            send(reply);
            return reply;
        }

        private String next(String when, String normal) {
            ConcurrentLinkedDeque<String> told = replies.get(when.toUpperCase(Locale.ROOT));
            if (told == null) {
                return normal;
            }
            String reply = told.size() > 1 ? told.poll() : told.peek();
            return reply == null ? normal : reply;
        }

        private void send(String reply) throws IOException {
            String said = reply.replaceAll("\0.*", "");
            if (!said.isEmpty()) {
                out.write((said + (said.endsWith("\n") || reply.contains(DRIP) ? "" : "\r\n")).getBytes(UTF_8));
            }
            while (reply.contains(ENDLESS)) {
                out.write((said + "\r\n").getBytes(UTF_8));
            }
            if (reply.contains(CLOSE)) {
                socket.close();
                throw new IOException("closed");
            }
            while (reply.contains(DRIP) && !closedWithin(DRIP_MILLIS)) {
                out.write('x');
            }
            if (reply.contains(DEAF)) {
                closedWithin(Long.MAX_VALUE);
            }
            while (reply.contains(SILENCE)) {
                if (in.read() < 0) {
                    throw new IOException("gone");
                }
            }
        }

        /** Waits. @return whether the server was closed meanwhile */
        private boolean closedWithin(long millis) throws IOException {
            try {
                return closed.await(millis, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }

        private String line() throws IOException {
            byte[] line = rawLine();
            return new String(line, 0, line.length - 2, UTF_8);
        }

        private byte[] rawLine() throws IOException {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            int last = -1;
            while (true) {
                int b = in.read();
                if (b < 0) {
                    throw new IOException("gone");
                }
                line.write(b);
                if (b == '\n' && last == '\r') {
                    return line.toByteArray();
                }
                last = b;
            }
        }
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        listener.close();
        hangUp();
    }
}
