package io.postern.delivery.relay.smtp;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * A connection, in clear or encrypted. When the time for what is under way is up it is closed, which ends whatever that is: a
 * socket by itself limits reading, not writing to a peer that has ceased to read.
 */
final class Wire implements AutoCloseable {

    private static final int BUFFER = 32 * 1024;

    private final SocketChannel channel;
    private final ScheduledExecutorService timer;
    private final Duration block;
    private Deadline deadline;
    private @Nullable SSLSocket tls;
    private OutputStream out;
    private ReplyReader replies;
    private volatile boolean timeIsUp;
    private boolean broken;
    private boolean shutOut;

    private Wire(SocketChannel channel, ScheduledExecutorService timer, Duration block, Deadline deadline) {
        this.channel = channel;
        this.timer = timer;
        this.block = block;
        this.deadline = deadline;
        this.out = buffered(Channels.newOutputStream(channel));
        this.replies = new ReplyReader(Channels.newInputStream(channel));
    }

    /** @param source where to connect from; {@code null}: from wherever */
    static Wire open(
            SocketAddress to,
            @Nullable InetAddress source,
            ScheduledExecutorService timer,
            TimeLimits limits,
            Deadline deadline)
            throws IOException {
        boolean unix = to instanceof UnixDomainSocketAddress;
        SocketChannel channel = unix ? SocketChannel.open(StandardProtocolFamily.UNIX) : SocketChannel.open();
        Wire wire = new Wire(channel, timer, limits.block(), deadline);
        try {
            if (!unix) {
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            }
            if (source != null) {
                channel.bind(new InetSocketAddress(source, 0));
            }
            wire.within(limits.connect(), () -> channel.connect(to));
            return wire;
        } catch (IOException | RuntimeException e) {
            wire.close();
            throw e;
        }
    }

    /** From now on nothing goes beyond this. */
    void until(Deadline other) {
        deadline = other;
    }

    /** Whether it is the connection that failed, and not somebody who was to write to it. */
    boolean broken() {
        return broken;
    }

    /** Whether it was writing that failed: something may have come before. */
    boolean shutOut() {
        return shutOut;
    }

    /** The version of TLS; {@code null} if in clear. */
    @Nullable
    String tlsVersion() {
        return tls == null ? null : tls.getSession().getProtocol();
    }

    /** Whether the peer has said more than it was asked for. */
    boolean ahead() {
        return replies.ahead();
    }

    /** Buffered. */
    OutputStream out() {
        return out;
    }

    void flush() throws IOException {
        out.flush();
    }

    ReplyReader.Lines read(Duration limit) throws IOException {
        return within(limit, replies::read);
    }

    /** @param verified whether the peer must prove that it is {@code host} */
    void encrypt(SSLSocketFactory sockets, String host, int port, boolean verified, Duration limit) throws IOException {
        SSLSocket socket = (SSLSocket) sockets.createSocket(channel.socket(), host, port, true);
        if (verified) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
        }
        within(limit, () -> {
            socket.startHandshake();
            return socket;
        });
        tls = socket;
        out = buffered(socket.getOutputStream());
        replies = new ReplyReader(socket.getInputStream());
    }

    private OutputStream buffered(OutputStream raw) {
        return new BufferedOutputStream(
                new OutputStream() {
                    @Override
                    public void write(int b) throws IOException {
                        write(new byte[] {(byte) b}, 0, 1);
                    }

                    @Override
                    public void write(byte[] bytes, int from, int length) throws IOException {
                        boolean written = false;
                        try {
                            written = within(block, () -> {
                                raw.write(bytes, from, length);
                                return true;
                            });
                        } finally {
                            shutOut |= !written;
                        }
                    }
                },
                BUFFER);
    }

    private interface Doing<T> {
        T run() throws IOException;
    }

    private <T> T within(Duration limit, Doing<T> doing) throws IOException {
        Duration left = deadline.atMost(limit);
        Future<?> strike = timer.schedule(this::strike, left.toNanos(), TimeUnit.NANOSECONDS);
        try {
            return doing.run();
        } catch (IOException e) {
            broken = true;
            throw timeIsUp ? new TimeIsUp() : e;
        } finally {
            strike.cancel(false);
        }
    }

    private void strike() {
        timeIsUp = true;
        shut();
    }

    /** Says farewell in TLS, if that is spoken, and closes. */
    void leave(Duration limit) {
        SSLSocket encrypted = tls;
        try {
            if (encrypted != null) {
                within(limit, () -> {
                    encrypted.close();
                    return true;
                });
            }
        } catch (IOException e) {
            // It is left in any case.
        } finally {
            close();
        }
    }

    @Override
    public void close() {
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
