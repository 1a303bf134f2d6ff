package io.postern.av.clamd;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;

/** One clamd. */
public final class Clamd {

    /** clamd reads into a buffer of its own size; this is as much as a socket takes at once. */
    private static final int CHUNK = 64 * 1024;

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
     * Has bytes scanned (INSTREAM). They are passed on in pieces of a fixed size.
     *
     * @param limit for all of it
     * @throws TimeIsUp if that was not enough
     * @throws Gibberish if the answer makes no sense
     */
    public ClamdAnswer scan(InputStream bytes, Duration limit) throws IOException {
        try (Connection connection = Connection.open(address, timer, limit)) {
            try {
                stream(bytes, connection);
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

    private static void stream(InputStream bytes, Connection connection) throws IOException {
        connection.write(command("INSTREAM"));
        byte[] chunk = new byte[Integer.BYTES + CHUNK];
        for (int read = read(bytes, chunk); read > 0; read = read(bytes, chunk)) {
            connection.write(ByteBuffer.wrap(chunk, 0, Integer.BYTES + read).putInt(0, read));
        }
        connection.write(ByteBuffer.allocate(Integer.BYTES));
    }

    /** Leaves room for the length in front. */
    private static int read(InputStream bytes, byte[] chunk) throws IOException {
        try {
            return bytes.read(chunk, Integer.BYTES, CHUNK);
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
            connection.write(command(command));
            return connection.read();
        }
    }

    /** With a z in front, both sides end what they say with a NUL. */
    private static ByteBuffer command(String name) {
        return ByteBuffer.wrap(("z" + name + "\0").getBytes(US_ASCII));
    }

    @Override
    public String toString() {
        return address.toString();
    }
}
