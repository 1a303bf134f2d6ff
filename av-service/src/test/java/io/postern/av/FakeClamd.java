package io.postern.av;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Speaks clamd's protocol on a free port of loopback or on a Unix socket, and misbehaves as told. */
public final class FakeClamd implements AutoCloseable {

    /** What is found by this engine is what has this in it. */
    public static final String VIRUS = "Fake-Virus-Body";

    /** How it takes a stream. */
    @FunctionalInterface
    public interface Manner {
        void take(Stream stream) throws Exception;
    }

    /** One INSTREAM under way. */
    public record Stream(DataInputStream in, OutputStream out, List<byte[]> scanned, Runnable answering) {

        /** All chunks, to the empty one. */
        byte[] read() throws IOException {
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            for (int length = in.readInt(); length > 0; length = in.readInt()) {
                content.write(in.readNBytes(length));
            }
            scanned.add(content.toByteArray());
            return content.toByteArray();
        }

        void say(String answer) throws IOException {
            answering.run();
            out.write((answer + "\0").getBytes(ISO_8859_1));
            out.flush();
        }
    }

    /** Finds what it should. */
    public static final Manner WELL = FakeClamd::well;

    /** Takes all and says nothing. */
    public static final Manner SILENT = stream -> {
        stream.read();
        Thread.sleep(Long.MAX_VALUE);
    };

    /** Reads no further than the first bytes. */
    public static final Manner FREEZES = stream -> {
        stream.in().readInt();
        stream.in().read();
        Thread.sleep(Long.MAX_VALUE);
    };

    /** Is no clamd. */
    public static final Manner GARBAGE = says("HTTP/1.0 400 Bad Request");

    /** Ends the connection instead of answering. */
    public static final Manner CLOSES = Stream::read;

    /** Ends the connection within the answer. */
    public static final Manner BREAKS_OFF = stream -> {
        stream.read();
        stream.out().write("stream: O".getBytes(ISO_8859_1));
        stream.out().flush();
    };

    /** Has had enough after the first chunk, and says so. */
    public static final Manner SIZE_LIMIT = stream -> {
        stream.in().readNBytes(stream.in().readInt());
        stream.say("INSTREAM size limit exceeded. ERROR");
    };

    /** Is an older clamd, or one whose commands are restricted. */
    public static final Manner UNKNOWN = stream -> stream.say("UNKNOWN COMMAND");

    private final ServerSocketChannel server;
    private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger atOnce = new AtomicInteger();
    private final AtomicInteger mostAtOnce = new AtomicInteger();
    private final List<byte[]> scanned = new CopyOnWriteArrayList<>();
    private volatile Manner manner;
    private volatile boolean frozen;
    private volatile String version = "ClamAV 1.4.6/27500/Tue Nov 24 09:30:00 2026";

    public FakeClamd(Manner manner) {
        this(manner, ServerAt.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
    }

    public FakeClamd(Manner manner, Path socket) {
        this(manner, ServerAt.of(UnixDomainSocketAddress.of(socket)));
    }

    private FakeClamd(Manner manner, ServerSocketChannel server) {
        this.manner = manner;
        this.server = server;
        Thread.ofVirtual().start(this::accept);
    }

    private static final class ServerAt {
        static ServerSocketChannel of(SocketAddress address) {
            try {
                boolean unix = address instanceof UnixDomainSocketAddress;
                ServerSocketChannel server =
                        unix ? ServerSocketChannel.open(StandardProtocolFamily.UNIX) : ServerSocketChannel.open();
                return server.bind(address, 100);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Takes its time, then is well. */
    public static Manner slow(long millis) {
        return stream -> {
            byte[] content = stream.read();
            Thread.sleep(millis);
            stream.say(answer(content));
        };
    }

    public static Manner says(String answer) {
        return stream -> {
            stream.read();
            stream.say(answer);
        };
    }

    private static void well(Stream stream) throws IOException {
        stream.say(answer(stream.read()));
    }

    private static String answer(byte[] content) {
        return new String(content, ISO_8859_1).contains(VIRUS) ? "stream: Fake.Virus-1 FOUND" : "stream: OK";
    }

    /** What the settings call it. */
    public String address() {
        try {
            SocketAddress at = server.getLocalAddress();
            return at instanceof InetSocketAddress tcp ? "127.0.0.1:" + tcp.getPort() : at.toString();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public void become(Manner other) {
        manner = other;
    }

    /** From now on it answers nothing at all, as after SIGSTOP. */
    void freeze() {
        frozen = true;
    }

    void version(String other) {
        version = other;
    }

    /** Streams that were taken whole. */
    public int scans() {
        return scanned.size();
    }

    public byte[] scanned(int number) {
        return scanned.get(number);
    }

    int mostAtOnce() {
        return mostAtOnce.get();
    }

    /** Connections that are open now. */
    public int connections() {
        return open.size();
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel client = server.accept();
                open.add(client);
                Thread.ofVirtual().start(() -> serve(client));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void serve(SocketChannel client) {
        try (client) {
            DataInputStream in = new DataInputStream(Channels.newInputStream(client));
            Stream stream = new Stream(in, Channels.newOutputStream(client), scanned, () -> {});
            String command = command(in);
            if (frozen) {
                Thread.sleep(Long.MAX_VALUE);
            }
            switch (command) {
                case "zPING" -> stream.say("PONG");
                case "zVERSION" -> stream.say(version);
                case "zINSTREAM" -> take(stream);
                default -> stream.say("UNKNOWN COMMAND");
            }
        } catch (Exception e) {
            // the client has gone, or everything is being closed
        } finally {
            open.remove(client);
        }
    }

    private void take(Stream stream) throws Exception {
        mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
        AtomicBoolean under = new AtomicBoolean(true);
        Runnable done = () -> atOnce.addAndGet(under.getAndSet(false) ? -1 : 0);
        try {
            // Who hears the answer may be back with the next before this thread goes on.
            manner.take(new Stream(stream.in(), stream.out(), scanned, done));
        } finally {
            done.run();
        }
    }

    private static String command(DataInputStream in) throws IOException {
        StringBuilder command = new StringBuilder();
        for (int c = in.read(); c != 0; c = in.read()) {
            if (c < 0) {
                throw new EOFException();
            }
            command.append((char) c);
        }
        return command.toString();
    }

    @Override
    public void close() {
        try {
            server.close();
            for (SocketChannel client : open) {
                client.close();
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
