package io.postern.ingress.server;

import io.postern.contract.Session;
import io.postern.ingress.IngressConfig;
import io.postern.ingress.gate.Gate;
import io.postern.ingress.gate.Passage;
import io.postern.ingress.session.Effect;
import io.postern.ingress.session.Reply;
import io.postern.ingress.session.SmtpSession;
import io.postern.ingress.spool.Spool;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.impl.NetSocketInternal;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A session and its socket. Everything happens on the connection's event loop but for what may block: that goes, one
 * thing after the other, to virtual threads. While the session waits for it the socket is paused, so that a client
 * cannot send faster than its mail is dealt with.
 */
final class SmtpConnection {

    private static final Logger LOG = Logger.getLogger(SmtpConnection.class);
    private static final long LINGER_MILLIS = Duration.ofSeconds(5).toMillis();
    private static final long LOOK_MILLIS = Duration.ofSeconds(5).toMillis();

    private final NetSocket socket;
    private final SmtpSession session;
    private final Session opened;
    private final Gate gate;
    private final Passage passage;
    private final Executor blocking;
    private final Context loop;
    private final IngressConfig.Limits limits;
    private final Runnable onClosed;
    private CompletableFuture<Void> work = CompletableFuture.completedFuture(null);
    private long lastHeard = System.nanoTime();
    private boolean flushing;
    private boolean ending;
    private boolean closed;

    SmtpConnection(
            NetSocket socket,
            SmtpSession session,
            Session opened,
            Gate gate,
            Executor blocking,
            Context loop,
            IngressConfig.Limits limits,
            Consumer<SmtpConnection> onClosed) {
        this.socket = socket;
        this.session = session;
        this.opened = opened;
        this.gate = gate;
        this.passage = gate.passage(opened);
        this.blocking = blocking;
        this.loop = loop;
        this.limits = limits;
        this.onClosed = () -> onClosed.accept(this);
    }

    /** Greets the client and begins to listen to it. */
    void open(Vertx vertx) {
        long timer = vertx.setPeriodic(LOOK_MILLIS, id -> lookAtTheClock());
        socket.exceptionHandler(failure -> LOG.debugf("connection broken sessionId=%s cause=%s", opened.id(), failure));
        socket.closeHandler(nothing -> {
            vertx.cancelTimer(timer);
            closed();
        });
        socket.handler(this::received);
        if (gate.asks(opened)) {
            give(() -> gate.connected(passage, opened));
        }
        act(session.open(), null);
    }

    /** Ends the session if the client has nothing under way. */
    void drain() {
        loop.runOnContext(nothing -> {
            if (!closed && !ending && !session.waiting() && !session.readingData()) {
                act(
                        session.end(Reply.of(421, "4.3.2", opened.host() + " Service not available, try again later")),
                        null);
            }
        });
    }

    private void received(Buffer bytes) {
        lastHeard = System.nanoTime();
        act(session.receive(bytes.getBytes()), null);
        Spool spool = session.spool();
        if (spool != null && spool.flushDue()) {
            flush(spool);
        }
    }

    /** @param decided the reply that the gate has decided on, and logged, if it is among the effects */
    private void act(List<Effect> effects, @Nullable Reply decided) {
        Buffer replies = Buffer.buffer();
        boolean end = false;
        Deque<Effect> todo = new ArrayDeque<>(effects);
        while (!todo.isEmpty()) {
            switch (todo.removeFirst()) {
                case Effect.Send send -> {
                    replies.appendBytes(send.reply().wire());
                    if (!send.reply().positive() && !send.reply().equals(decided)) {
                        refused(send.reply());
                    }
                }
                case Effect.Greeted greeted -> greeted(greeted.session());
                case Effect.OfferRecipient offer -> {
                    Reply atOnce = work.isDone() ? gate.pass(passage, offer) : null;
                    if (atOnce != null) {
                        todo.addAll(session.resume(atOnce));
                    } else {
                        decide(() -> gate.decide(passage, offer));
                    }
                }
                case Effect.OfferMail offer -> decide(() -> gate.decide(passage, offer));
                case Effect.Dropped dropped -> give(() -> gate.dropped(passage));
                case Effect.Close close -> end = true;
            }
        }
        if (replies.length() > 0) {
            write(replies);
        }
        if (end) {
            end();
        } else {
            listen();
        }
    }

    /** Closes after what was written, and soon in any case: a client that does not read must not hold the place. */
    private void end() {
        ending = true;
        socket.pause();
        var closing = socket.close();
        loop.owner().setTimer(LINGER_MILLIS, id -> {
            if (!closing.isComplete()) {
                var unused =
                        ((NetSocketInternal) socket).channelHandlerContext().close();
            }
        });
    }

    private void refused(Reply reply) {
        LOG.infof("REFUSED sessionId=%s clientIp=%s reply=%s", opened.id(), opened.clientIp(), reply.text());
    }

    private void greeted(Session greeted) {
        if (gate.asks(greeted)) {
            give(() -> gate.greeted(passage, greeted));
        }
    }

    private void write(Buffer replies) {
        var unused = socket.write(replies);
    }

    /** Listens to the client, unless it has to wait. */
    private void listen() {
        if (closed || ending) {
            return;
        }
        if (socket.writeQueueFull()) {
            socket.pause();
            // Only while it is full: with room left, the handler would be called at once, over and over.
            socket.drainHandler(nothing -> listen());
        } else if (session.waiting() || flushing) {
            socket.pause();
        } else {
            socket.resume();
        }
    }

    /** Has something decided, and tells the session. */
    private void decide(Callable<Reply> decision) {
        give(() -> {
            Reply reply = reply(decision);
            loop.runOnContext(nothing -> decided(reply));
        });
    }

    private Reply reply(Callable<Reply> decision) {
        try {
            return decision.call();
        } catch (Throwable e) {
            // A bug, no memory, the end of the process: whatever it is, the client keeps its mail and gets an answer.
            LOG.errorf(e, "decision failed sessionId=%s", opened.id());
            return Reply.of(451, "4.3.0", "Temporary failure, try again later (" + opened.id() + ")");
        }
    }

    private void decided(Reply reply) {
        lastHeard = System.nanoTime();
        if (!closed && !ending) {
            act(session.resume(reply), reply);
        }
    }

    /** Writes what the spool holds in memory to its file. */
    private void flush(Spool spool) {
        flushing = true;
        socket.pause();
        give(() -> {
            boolean kept = flushed(spool);
            loop.runOnContext(nothing -> {
                flushing = false;
                lastHeard = System.nanoTime();
                if (!kept) {
                    session.spoolFailed();
                }
                listen();
            });
        });
    }

    private boolean flushed(Spool spool) {
        try {
            spool.flush();
            return true;
        } catch (IOException | RuntimeException e) {
            LOG.errorf("spool cannot be written sessionId=%s cause=%s", opened.id(), e);
            return false;
        }
    }

    /** Has something done where blocking is allowed, after all that was given before. */
    private void give(Runnable task) {
        work = work.thenRunAsync(task, blocking).exceptionally(failure -> {
            LOG.errorf(failure, "task failed sessionId=%s", opened.id());
            return null;
        });
    }

    private void lookAtTheClock() {
        if (session.waiting() || flushing || ending) {
            return;
        }
        Duration patience = session.readingData() ? limits.dataTimeout() : limits.commandTimeout();
        if (System.nanoTime() - lastHeard > patience.toNanos()) {
            LOG.infof("session timed out sessionId=%s clientIp=%s", opened.id(), opened.clientIp());
            act(session.end(Reply.of(421, "4.4.2", opened.host() + " Error: timeout exceeded")), null);
        }
    }

    private void closed() {
        closed = true;
        Spool unfinished = session.spool();
        give(() -> {
            if (unfinished != null) {
                unfinished.close();
            }
            gate.closed(passage);
        });
        onClosed.run();
    }
}
