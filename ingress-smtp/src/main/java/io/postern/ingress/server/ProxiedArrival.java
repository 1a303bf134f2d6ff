package io.postern.ingress.server;

import io.postern.ingress.proxy.ProxyHeader;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetSocket;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** A connection of a proxy that has not yet said for whom it is. Without a header there is no session. */
final class ProxiedArrival {

    private static final Logger LOG = Logger.getLogger(ProxiedArrival.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private ProxiedArrival() {}

    /** Gets the client, {@code null} if the proxy speaks for itself, and what came after the header. */
    interface Known {
        void begin(@Nullable InetSocketAddress client, byte[] rest);
    }

    /** @param over is called once, when the header is there or will not come */
    static void await(Vertx vertx, NetSocket socket, String proxy, Runnable over, Known known) {
        ProxyHeader header = new ProxyHeader();
        long timer = vertx.setTimer(PATIENCE.toMillis(), id -> refuse(socket, proxy, "no PROXY header in time"));
        Runnable end = () -> {
            vertx.cancelTimer(timer);
            header.close();
            over.run();
        };
        socket.closeHandler(nothing -> end.run());
        socket.exceptionHandler(
                failure -> LOG.debugf("connection broken proxy=%s cause=%s", proxy, failure.getClass()));
        socket.handler(bytes -> {
            switch (header.feed(bytes.getBytes())) {
                case ProxyHeader.Result.NeedMore more -> {}
                case ProxyHeader.Result.Malformed bad -> refuse(socket, proxy, bad.reason());
                case ProxyHeader.Result.Parsed parsed -> {
                    end.run();
                    // From here on the session handles the socket, its end too.
                    known.begin(parsed.client(), parsed.rest());
                }
            }
        });
    }

    private static void refuse(NetSocket socket, String proxy, String reason) {
        LOG.warnf("PROXY header refused proxy=%s reason=%s", proxy, reason);
        socket.handler(bytes -> {});
        var unused = socket.close();
    }
}
