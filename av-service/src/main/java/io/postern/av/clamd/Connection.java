package io.postern.av.clamd;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * One connection to clamd, for one command. It is closed when its time is up, which ends whatever is under way on it, be it
 * connecting, writing or reading; so does an interrupt of the thread.
 */
final class Connection implements AutoCloseable {

    /** Longer than anything that clamd has to say; more is not from clamd. */
    private static final int LONGEST_ANSWER = 2 * 1024;

    private final SocketChannel channel;
    private final Future<?> alarm;
    private volatile boolean timeIsUp;
    private String step = "connected";

    private Connection(SocketChannel channel, ScheduledExecutorService timer, Duration limit) {
        this.channel = channel;
        this.alarm = timer.schedule(this::strike, Math.max(limit.toNanos(), 1), TimeUnit.NANOSECONDS);
    }

    static Connection open(ClamdAddress address, ScheduledExecutorService timer, Duration limit) throws IOException {
        SocketChannel channel = address.unix() ? SocketChannel.open(StandardProtocolFamily.UNIX) : SocketChannel.open();
        Connection connection = new Connection(channel, timer, limit);
        try {
            channel.connect(address.resolve());
            return connection;
        } catch (IOException e) {
            connection.close();
            throw connection.inTime(e);
        }
    }

    private void strike() {
        timeIsUp = true;
        shut();
    }

    /** What an exception comes from: the time, if that is up, else itself. */
    private IOException inTime(IOException e) {
        return timeIsUp ? new TimeIsUp("not " + step + " in time") : e;
    }

    void write(ByteBuffer bytes) throws IOException {
        step = "written";
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            throw inTime(e);
        }
    }

    /** The answer without the NUL at its end. */
    String read() throws IOException {
        step = "answered";
        ByteBuffer answer = ByteBuffer.allocate(LONGEST_ANSWER);
        try {
            while (channel.read(answer) >= 0) {
                int last = answer.position() - 1;
                if (last >= 0 && answer.get(last) == 0) {
                    return new String(answer.array(), 0, last, ISO_8859_1);
                }
                if (!answer.hasRemaining()) {
                    throw new Gibberish("an answer without an end");
                }
            }
        } catch (IOException e) {
            throw inTime(e);
        }
        throw answer.position() == 0
                ? new EOFException("closed without an answer")
                : new Gibberish("an answer that breaks off");
    }

    @Override
    public void close() {
        alarm.cancel(false);
        shut();
    }

    private void shut() {
        try {
            channel.close();
        } catch (IOException e) {
            // It is given up in any case.
        }
    }
}
