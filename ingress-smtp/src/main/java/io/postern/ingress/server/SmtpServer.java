package io.postern.ingress.server;

import io.micrometer.core.instrument.MeterRegistry;
import io.netty.util.NetUtil;
import io.postern.contract.Ids;
import io.postern.contract.Session;
import io.postern.ingress.IngressConfig;
import io.postern.ingress.TableReader;
import io.postern.ingress.checks.VerdictPartition;
import io.postern.ingress.directory.Directory;
import io.postern.ingress.gate.Gate;
import io.postern.ingress.session.Reply;
import io.postern.ingress.session.SessionLimits;
import io.postern.ingress.session.SmtpSession;
import io.postern.ingress.spool.Spool;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Listens for SMTP clients once the directory is known, one event loop a core, and lets the sessions end in order when
 * the ingress stops.
 */
@ApplicationScoped
public class SmtpServer {

    private static final Logger LOG = Logger.getLogger(SmtpServer.class);
    private static final Duration LOOK = Duration.ofMillis(100);

    private final IngressConfig config;
    private final Vertx vertx;
    private final TableReader tables;
    private final Directory directory;
    private final VerdictPartition verdicts;
    private final Gate gate;
    private final Ids ids;
    private final Clock clock;
    private final ExecutorService blocking = Executors.newVirtualThreadPerTaskExecutor();
    private final Set<SmtpConnection> connections = ConcurrentHashMap.newKeySet();
    private final SessionLimits limits;
    private final String host;
    private volatile boolean draining;
    private volatile boolean listening;
    private volatile int port;

    public SmtpServer(
            IngressConfig config,
            Vertx vertx,
            TableReader tables,
            Directory directory,
            VerdictPartition verdicts,
            Gate gate,
            Ids ids,
            Clock clock,
            MeterRegistry metrics) {
        this.config = config;
        this.vertx = vertx;
        this.tables = tables;
        this.directory = directory;
        this.verdicts = verdicts;
        this.gate = gate;
        this.ids = ids;
        this.clock = clock;
        this.host = config.host().orElseGet(SmtpServer::machine);
        IngressConfig.Limits bounds = config.limits();
        this.limits = new SessionLimits(
                bounds.messageSize().asLongValue(),
                bounds.recipients(),
                bounds.errors(),
                bounds.commandLine(),
                bounds.textLine());
        metrics.gaugeCollectionSize("postern.sessions", List.of(), connections);
    }

    void start(@Observes StartupEvent event) throws IOException {
        Files.createDirectories(config.spoolDir());
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
            if (!draining) {
                deploy();
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

    private void deploy() {
        int loops = Math.max(1, Runtime.getRuntime().availableProcessors());
        vertx.deployVerticle(Listener::new, new DeploymentOptions().setInstances(loops))
                .onSuccess(id -> {
                    listening = true;
                    LOG.infof("listening address=%s port=%d", config.mx().address(), port);
                })
                .onFailure(failure -> LOG.errorf(
                        "cannot listen address=%s port=%d cause=%s",
                        config.mx().address(), config.mx().port(), failure));
    }

    /** No new sessions, idle ones are told 421, those with work may finish it. Runs before Kafka's clients close. */
    void drain(@Observes @Priority(1) ShutdownEvent event) throws InterruptedException {
        draining = true;
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

    private void connected(NetSocket socket) {
        if (draining || connections.size() >= config.limits().sessions()) {
            String text = host + " Service not available, try again later";
            socket.end(Buffer.buffer(Reply.of(421, "4.3.2", text).wire()));
            return;
        }
        Session opened = Session.opened(
                ids.next(),
                host,
                config.instance(),
                "mx",
                ip(socket),
                socket.remoteAddress().port(),
                clock.instant());
        SmtpSession session = new SmtpSession(opened, limits, directory, ids::next, () -> new Spool(config.spoolDir()));
        SmtpConnection connection = new SmtpConnection(
                socket,
                session,
                opened,
                gate,
                blocking,
                vertx.getOrCreateContext(),
                config.limits(),
                connections::remove);
        connections.add(connection);
        connection.open(vertx);
    }

    /** The client's address; IPv4 in IPv6 (::ffff:a.b.c.d) is IPv4. */
    private static String ip(NetSocket socket) {
        String ip = socket.remoteAddress().hostAddress();
        int zone = ip.indexOf('%');
        try {
            return NetUtil.toAddressString(InetAddress.getByName(zone < 0 ? ip : ip.substring(0, zone)));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("the socket's own address is none: " + ip, e);
        }
    }

    private final class Listener extends AbstractVerticle {

        @Override
        public void start(Promise<Void> started) {
            NetServerOptions options = new NetServerOptions()
                    .setHost(config.mx().address())
                    .setPort(config.mx().port())
                    .setTcpNoDelay(true)
                    .setAcceptBacklog(1024);
            vertx.createNetServer(options)
                    .connectHandler(SmtpServer.this::connected)
                    .exceptionHandler(failure -> LOG.debugf("connection failed cause=%s", failure))
                    .listen()
                    .onSuccess(server -> port = server.actualPort())
                    .<Void>mapEmpty()
                    .onComplete(started);
        }
    }
}
