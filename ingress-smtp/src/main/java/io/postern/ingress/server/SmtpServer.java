package io.postern.ingress.server;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.postern.contract.Ids;
import io.postern.contract.Session;
import io.postern.ingress.IngressConfig;
import io.postern.ingress.IpAddress;
import io.postern.ingress.TableReader;
import io.postern.ingress.auth.Authentication;
import io.postern.ingress.checks.VerdictPartition;
import io.postern.ingress.defence.Doorkeeper;
import io.postern.ingress.directory.Directory;
import io.postern.ingress.gate.Gate;
import io.postern.ingress.policy.Policy;
import io.postern.ingress.session.House;
import io.postern.ingress.session.SmtpSession;
import io.postern.ingress.spool.SpoolRoom;
import io.postern.ingress.tls.Tls;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Listens for SMTP clients once the directory is known, one event loop a core, and lets the sessions end in order when
 * the ingress stops.
 */
@ApplicationScoped
public class SmtpServer {

    private static final Logger LOG = Logger.getLogger(SmtpServer.class);
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final Duration RETRY = Duration.ofSeconds(5);
    private static final String NOBODY = "0.0.0.0";

    private final IngressConfig config;
    private final Vertx vertx;
    private final TableReader tables;
    private final Directory directory;
    private final VerdictPartition verdicts;
    private final SpoolRoom spool;
    private final Ids ids;
    private final Clock clock;
    private final ExecutorService blocking = Executors.newVirtualThreadPerTaskExecutor();
    private final Set<SmtpConnection> connections = ConcurrentHashMap.newKeySet();
    private final AtomicInteger arriving = new AtomicInteger();
    private final Surroundings around;
    private final House house;
    private final List<Endpoint> endpoints;
    private final String host;
    private volatile boolean draining;
    private volatile boolean listening;

    public SmtpServer(
            IngressConfig config,
            Vertx vertx,
            TableReader tables,
            Directory directory,
            VerdictPartition verdicts,
            Gate gate,
            Supplier<Policy> policy,
            Doorkeeper doorkeeper,
            Authentication authentication,
            Tls tls,
            SpoolRoom spool,
            Ids ids,
            Clock clock,
            MeterRegistry metrics) {
        Bounds.check(config);
        this.config = config;
        this.vertx = vertx;
        this.tables = tables;
        this.directory = directory;
        this.verdicts = verdicts;
        this.spool = spool;
        this.ids = ids;
        this.clock = clock;
        this.host = config.host().orElseGet(SmtpServer::machine);
        this.around = new Surroundings(config, gate, doorkeeper, authentication, tls, blocking, metrics);
        this.house = new House(
                Bounds.of(config.limits()),
                directory,
                (user, address) -> policy.get().owns(user, address, directory::same),
                () -> policy.get().fullForGood(),
                doorkeeper,
                authentication::mechanisms,
                ids::next,
                spool::roomFor,
                spool::open);
        this.endpoints = Endpoint.of(Door.open(config, tls.available()));
        metrics.gaugeCollectionSize("postern.sessions", List.of(), connections);
    }

    void start(@Observes StartupEvent event) throws IOException {
        spool.look();
        if (config.postmaster().isEmpty()) {
            LOG.warn("postern.ingress.postmaster is not set: mail for <postmaster> without a domain, which RFC 5321"
                    + " section 4.5.1 wants taken, is refused");
        }
        var unused = blocking.submit(this::listen);
    }

    /** Whether clients are taken. */
    public boolean listening() {
        return listening && !draining;
    }

    private void listen() {
        try {
            while (!draining && !prepared()) {
                Thread.sleep(LOOK);
            }
            while (!draining && !deployed()) {
                Thread.sleep(RETRY);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether all is known that it takes to answer a client. */
    private boolean prepared() {
        try {
            return tables.caughtUp() && directory.known() && verdicts.positioned();
        } catch (RuntimeException e) {
            LOG.warnf("cannot read verdicts yet cause=%s", e);
            return false;
        }
    }

    private boolean deployed() {
        int loops = Math.max(1, Runtime.getRuntime().availableProcessors());
        try {
            vertx.deployVerticle(Listener::new, new DeploymentOptions().setInstances(loops))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
        } catch (RuntimeException e) {
            LOG.errorf("cannot listen, trying again in %ds cause=%s", RETRY.toSeconds(), e.getCause());
            return false;
        }
        endpoints.forEach(endpoint -> LOG.infof("listening %s", endpoint));
        listening = true;
        return true;
    }

    /** No new sessions, idle ones are told 421, those with work may finish it. Runs before Kafka's clients close. */
    void drain(@Observes @Priority(1) ShutdownEvent event) throws InterruptedException {
        draining = true;
        endpoints.forEach(Endpoint::close);
        long end = System.nanoTime() + config.drain().toNanos();
        while (!connections.isEmpty() && System.nanoTime() < end) {
            connections.forEach(SmtpConnection::drain);
            TimeUnit.NANOSECONDS.sleep(LOOK.toNanos());
        }
        LOG.infof("drained sessionsCut=%d", connections.size());
    }

    /** The machine's name, if it has one that others may know. */
    private static String machine() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    private void connected(Endpoint endpoint, NetSocket socket) {
        endpoint.accepted(socket);
        if (draining) {
            boolean clear = !endpoint.door().encrypted();
            socket.end(clear ? Buffer.buffer(SmtpConnection.unavailable(host).wire()) : Buffer.buffer());
            return;
        }
        String peer = ip(socket.remoteAddress().hostAddress());
        int port = socket.remoteAddress().port();
        if (endpoint.door().proxied(peer)
                && arriving.incrementAndGet() > config.limits().sessions()) {
            arriving.decrementAndGet();
            var unused = socket.close();
        } else if (endpoint.door().proxied(peer)) {
            ProxiedArrival.await(vertx, socket, peer, arriving::decrementAndGet, (client, rest) -> {
                // Whom the proxy does not know has no rights, least of all the proxy's own.
                String ip = client == null ? NOBODY : ip(client);
                begin(endpoint.door(), socket, ip, client == null ? 0 : client.getPort(), rest);
            });
        } else {
            begin(endpoint.door(), socket, peer, port, new byte[0]);
        }
    }

    private void begin(Door door, NetSocket socket, String clientIp, int clientPort, byte[] first) {
        Session opened =
                Session.opened(ids.next(), host, config.instance(), door.name(), clientIp, clientPort, clock.instant());
        SmtpSession session = new SmtpSession(opened, house, door::rules);
        SmtpConnection[] self = new SmtpConnection[1];
        SmtpConnection connection = new SmtpConnection(
                socket, session, around, vertx.getOrCreateContext(), () -> connections.remove(self[0]));
        self[0] = connection;
        Counter.builder("postern.sessions.opened")
                .description("Clients that have connected")
                .tag("listener", door.name())
                .register(around.metrics())
                .increment();
        connections.add(connection);
        connection.open(vertx, door.encrypted(), first);
    }

    private static String ip(InetSocketAddress client) {
        return ip(client.getAddress().getHostAddress());
    }

    private static String ip(String text) {
        return requireNonNull(IpAddress.canonical(text), text);
    }

    private final class Listener extends AbstractVerticle {

        @Override
        public void start(Promise<Void> started) {
            Future<@Nullable Void> all = Future.succeededFuture();
            for (Endpoint endpoint : endpoints) {
                all = all.compose(done -> endpoint.listen(vertx, socket -> connected(endpoint, socket)));
            }
            all.onComplete(started);
        }
    }
}
