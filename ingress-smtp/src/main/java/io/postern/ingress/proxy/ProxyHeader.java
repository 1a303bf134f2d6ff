package io.postern.ingress.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.haproxy.HAProxyCommand;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import io.netty.handler.codec.haproxy.HAProxyProxiedProtocol.AddressFamily;
import io.netty.util.NetUtil;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the header that a load balancer puts in front of a connection (the PROXY protocol, versions 1 and 2), however
 * its bytes were cut. For one connection and one thread.
 */
public final class ProxyHeader {

    /** What came of the bytes so far. */
    public sealed interface Result {

        /** The header is not complete. */
        record NeedMore() implements Result {}

        /**
         * The header is complete.
         *
         * @param client whom the proxy speaks for, {@code null} if for itself or if it does not tell
         * @param rest what came after the header
         */
        @SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
        record Parsed(@Nullable InetSocketAddress client, byte[] rest) implements Result {}

        /** This is no header. */
        record Malformed(String reason) implements Result {}
    }

    private final EmbeddedChannel channel = new EmbeddedChannel(new HAProxyMessageDecoder());

    /** Takes more bytes. Not to be called again once the header is complete or malformed. */
    public Result feed(byte[] bytes) {
        try {
            channel.writeInbound(Unpooled.wrappedBuffer(bytes));
            HAProxyMessage message = channel.readInbound();
            if (message == null) {
                return new Result.NeedMore();
            }
            try {
                return new Result.Parsed(client(message), rest());
            } finally {
                message.release();
            }
        } catch (DecoderException | IllegalArgumentException e) {
            return new Result.Malformed(String.valueOf(e.getMessage()));
        } finally {
            channel.runPendingTasks();
        }
    }

    /** Lets go of what has been read. */
    public void close() {
        channel.finishAndReleaseAll();
    }

    private static @Nullable InetSocketAddress client(HAProxyMessage message) {
        AddressFamily family = message.proxiedProtocol().addressFamily();
        boolean told = family == AddressFamily.AF_IPv4 || family == AddressFamily.AF_IPv6;
        if (message.command() == HAProxyCommand.LOCAL || !told) {
            return null;
        }
        byte[] address = NetUtil.createByteArrayFromIpAddressString(message.sourceAddress());
        try {
            return new InetSocketAddress(InetAddress.getByAddress(address), message.sourcePort());
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("not an address: " + message.sourceAddress(), e);
        }
    }

    private byte[] rest() {
        ByteArrayOutputStream rest = new ByteArrayOutputStream();
        for (ByteBuf more = channel.readInbound(); more != null; more = channel.readInbound()) {
            byte[] bytes = new byte[more.readableBytes()];
            more.readBytes(bytes);
            more.release();
            rest.writeBytes(bytes);
        }
        return rest.toByteArray();
    }
}
