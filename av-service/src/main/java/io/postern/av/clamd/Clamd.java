package io.postern.av.clamd;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;

/** One clamd. */
public final class Clamd {

    /** A mail up to this size goes to clamd with one system call, and wakes it once. */
    private static final int CHUNK = 64 * 1024;

    private static final byte[] INSTREAM = command("INSTREAM");
    private static final int LENGTH = Integer.BYTES;

    private final ClamdAddress address;
    private final ScheduledExecutorService timer;

    /** @param timer ends what takes too long */
    public Clamd(ClamdAddress address, ScheduledExecutorService timer) {
        this.address = address;
        this.timer = timer;
    }

    public ClamdAddress address() {
        return address;
    }

    /**
     * Has bytes scanned (INSTREAM). They are passed on in pieces of a bounded size.
     *
     * @param size how many they are likely to be
     * @param limit for all of it
     * @throws TimeIsUp if that was not enough
     * @throws Gibberish if the answer makes no sense
     */
    public ClamdAnswer scan(InputStream bytes, long size, Duration limit) throws IOException {
        try (Connection connection = Connection.open(address, timer, limit)) {
            try {
                stream(bytes, (int) Math.min(size + 1, CHUNK), connection);
            } catch (TimeIsUp | UnreadableMail e) {
                throw e;
            } catch (IOException e) {
                // clamd closes as soon as it has had enough, and has said why.
                return saidBefore(connection, e);
            }
            return ClamdAnswer.of(connection.read());
        }
    }

    private static ClamdAnswer saidBefore(Connection connection, IOException closed) throws IOException {
        try {
            return ClamdAnswer.of(connection.read());
        } catch (TimeIsUp | Gibberish e) {
            throw e;
        } catch (IOException e) {
            throw closed;
        }
    }

    /** The command, pieces with their lengths in front, and a length of zero behind the last. */
    private static void stream(InputStream bytes, int chunk, Connection connection) throws IOException {
        ByteBuffer out =
                ByteBuffer.allocate(INSTREAM.length + LENGTH + chunk + LENGTH).put(INSTREAM);
        int read = chunk;
        while (read == chunk) {
            read = read(bytes, out.array(), out.position() + LENGTH, chunk);
            if (read > 0) {
                out.putInt(read).position(out.position() + read);
            }
            if (read < chunk) {
                out.putInt(0);
            }
            connection.write(out.flip());
            out.clear();
        }
    }

    private static int read(InputStream bytes, byte[] into, int offset, int length) throws IOException {
        try {
            return bytes.readNBytes(into, offset, length);
        } catch (IOException e) {
            throw new UnreadableMail(e);
        }
    }

    /** Whether it lives (PING). */
    public void ping(Duration limit) throws IOException {
        String answer = ask("PING", limit);
        if (!answer.equals("PONG")) {
            throw new Gibberish("not an answer to PING");
        }
    }

    /** What it is, and with which signatures (VERSION). */
    public ClamdVersion version(Duration limit) throws IOException {
        return ClamdVersion.of(ask("VERSION", limit));
    }

    private String ask(String command, Duration limit) throws IOException {
        try (Connection connection = Connection.open(address, timer, limit)) {
            connection.write(ByteBuffer.wrap(command(command)));
            return connection.read();
        }
    }

    /** With a z in front, both sides end what they say with a NUL. */
    private static byte[] command(String name) {
        return ("z" + name + "\0").getBytes(US_ASCII);
    }

    @Override
    public String toString() {
        return address.toString();
    }
}
