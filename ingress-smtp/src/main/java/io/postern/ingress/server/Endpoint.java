package io.postern.ingress.server;

import io.netty.channel.Channel;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.impl.NetSocketInternal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** One address and port of a door, with a server on each event loop. */
final class Endpoint {

    private static final Logger LOG = Logger.getLogger(Endpoint.class);
    private static final int BACKLOG = 1024;

    private final Door door;
    private final String address;
    private final List<NetServer> servers = new CopyOnWriteArrayList<>();
    private final Set<Channel> listeners = ConcurrentHashMap.newKeySet();
    private volatile int port;

    private Endpoint(Door door, String address) {
        this.door = door;
        this.address = address;
    }

    static List<Endpoint> of(List<Door> doors) {
        List<Endpoint> endpoints = new ArrayList<>();
        for (Door door : doors) {
            door.addresses().forEach(address -> endpoints.add(new Endpoint(door, address)));
        }
        return List.copyOf(endpoints);
    }

    Door door() {
        return door;
    }

    /** To be called on each event loop that shall serve clients. */
    Future<Void> listen(Vertx vertx, Consumer<NetSocket> connected) {
        NetServerOptions options = new NetServerOptions()
                .setHost(address)
                .setPort(door.port())
                .setTcpNoDelay(true)
                .setAcceptBacklog(BACKLOG);
        return vertx.createNetServer(options)
                .connectHandler(connected::accept)
                .exceptionHandler(failure -> LOG.debugf("connection failed cause=%s", failure))
                .listen()
                .onSuccess(server -> {
                    servers.add(server);
                    port = server.actualPort();
                })
                .mapEmpty();
    }

    /** A client has come. */
    void accepted(NetSocket socket) {
        if (listeners.isEmpty()) {
            listeners.add(((NetSocketInternal) socket)
                    .channelHandlerContext()
                    .channel()
                    .parent());
        }
    }

    /** Takes no more clients. Closing the servers would take those that are here with them; the socket does not. */
    void close() {
        if (listeners.isEmpty()) {
            servers.forEach(server -> {
                var unused = server.close();
            });
        } else {
            for (Channel listener : listeners) {
                var unused = listener.close();
            }
        }
    }

    @Override
    public String toString() {
        return "listener=" + door.name() + " address=" + address + " port=" + port;
    }
}
