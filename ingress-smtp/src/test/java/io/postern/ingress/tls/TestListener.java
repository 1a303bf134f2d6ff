package io.postern.ingress.tls;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Listens on loopback, encrypted or until STARTTLS in clear, and says again what clients say; makes clients for it. */
final class TestListener implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 10_000;

    private final EventLoopGroup loops = new NioEventLoopGroup(1);
    private final Channel channel;

    TestListener(Tls tls, boolean startTls) {
        this.channel = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel client) {
                        if (!startTls) {
                            client.pipeline().addLast(tls.handler(false));
                        }
                        client.pipeline().addLast(new Echo(tls));
                    }
                })
                .bind(InetAddress.getLoopbackAddress(), 0)
                .syncUninterruptibly()
                .channel();
    }

    private static final class Echo extends ChannelInboundHandlerAdapter {
        private final Tls tls;

        Echo(Tls tls) {
            this.tls = tls;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ByteBuf reply = (ByteBuf) message;
            if (reply.toString(StandardCharsets.US_ASCII).equals("STARTTLS\r\n")) {
                reply.release();
                reply = Unpooled.copiedBuffer("220 ready\r\n", StandardCharsets.US_ASCII);
                context.pipeline().addFirst(tls.handler(true));
            }
            var unused = context.write(reply);
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            context.flush();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            var unused = context.close();
        }
    }

    Socket connect() throws IOException {
        Socket socket = new Socket();
        socket.connect(channel.localAddress());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    /** A client that trusts everybody and has not shaken hands yet. */
    SSLSocket client(Consumer<SSLParameters> wishes) throws IOException {
        return client(trusting(), connect(), wishes);
    }

    static SSLSocket client(SSLContext context, Socket socket, Consumer<SSLParameters> wishes) throws IOException {
        InetSocketAddress server = (InetSocketAddress) socket.getRemoteSocketAddress();
        SSLSocket client = (SSLSocket)
                context.getSocketFactory().createSocket(socket, server.getHostString(), server.getPort(), true);
        SSLParameters parameters = client.getSSLParameters();
        wishes.accept(parameters);
        client.setSSLParameters(parameters);
        return client;
    }

    /** The first DNS name of the certificate that a client gets who asks for the name; {@code null} asks for none. */
    String presentedFor(@Nullable String name) throws Exception {
        try (SSLSocket client = client(wishes -> {
            if (name != null) {
                wishes.setServerNames(List.of(new SNIHostName(name)));
            }
        })) {
            return presented(client);
        }
    }

    static String presented(SSLSocket client) throws Exception {
        X509Certificate certificate = (X509Certificate) client.getSession().getPeerCertificates()[0];
        return certificate.getSubjectAlternativeNames() == null
                ? ""
                : (String) certificate
                        .getSubjectAlternativeNames()
                        .iterator()
                        .next()
                        .get(1);
    }

    /** What comes back. */
    static String say(Socket client, String line) throws IOException {
        client.getOutputStream().write(line.getBytes(StandardCharsets.US_ASCII));
        return new String(client.getInputStream().readNBytes(line.length()), StandardCharsets.US_ASCII);
    }

    static SSLContext trusting() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Credulous()}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        channel.close().syncUninterruptibly();
        var unused = loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    private static final class Credulous implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
