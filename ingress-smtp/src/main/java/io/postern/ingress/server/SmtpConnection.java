package io.postern.ingress.server;

import io.micrometer.core.instrument.Counter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslHandler;
import io.postern.contract.Session;
import io.postern.ingress.IngressConfig;
import io.postern.ingress.auth.SaslExchange;
import io.postern.ingress.gate.Passage;
import io.postern.ingress.session.Effect;
import io.postern.ingress.session.Reply;
import io.postern.ingress.session.SmtpSession;
import io.postern.ingress.spool.Spool;
import io.postern.ingress.tls.HandshakeFailure;
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
import javax.net.ssl.SSLSession;
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
    private static final int LOOKS_PER_TIMEOUT = 4;

    private final NetSocket socket;
    private final SmtpSession session;
    private final Surroundings around;
    private final Context loop;
    private final Runnable onClosed;
    private final long openedNanos = System.nanoTime();
    private Session opened;
    private Passage passage;
    private @Nullable SaslExchange exchange;
    private CompletableFuture<Void> work = CompletableFuture.completedFuture(null);
    private long lastHeard = openedNanos;
    private long mailBegun;
    private @Nullable Spool mail;
    private int commandsSeen;
    private boolean admitted;
    private boolean flushing;
    private boolean shaking;
    private boolean ending;
    private boolean closed;
    private String end = "client gone";

    SmtpConnection(NetSocket socket, SmtpSession session, Surroundings around, Context loop, Runnable onClosed) {
        this.socket = socket;
        this.session = session;
        this.around = around;
        this.loop = loop;
        this.onClosed = onClosed;
        this.opened = session.snapshot();
        this.passage = around.gate().passage(opened);
    }

    /**
     * Begins to listen to the client, and greets it when it is time.
     *
     * @param encrypted whether TLS comes first
     * @param first bytes that have been read already
     */
    void open(Vertx vertx, boolean encrypted, byte[] first) {
        long timer = vertx.setPeriodic(lookMillis(around.config().limits()), id -> lookAtTheClock());
        socket.exceptionHandler(
                failure -> LOG.debugf("connection broken sessionId=%s cause=%s", opened.id(), failure.getClass()));
        socket.closeHandler(nothing -> {
            vertx.cancelTimer(timer);
            closed();
        });
        socket.handler(this::received);
        Reply refusal = around.doorkeeper().admit(opened);
        if (refusal != null && encrypted) {
            // It waits for TLS: a reply in clear would only be taken for a fault of ours.
            said(refusal);
            refused(refusal, null);
            end();
            return;
        }
        if (refusal != null) {
            act(session.end(refusal));
            return;
        }
        admitted = true;
        if (encrypted) {
            encrypt(false, first, () -> greet(vertx));
        } else {
            greet(vertx);
            if (first.length > 0) {
                received(Buffer.buffer(first));
            }
        }
    }

    /** Often enough to keep to short time-outs too. */
    private static long lookMillis(IngressConfig.Limits limits) {
        long shortest = Math.min(
                limits.commandTimeout().toMillis(), limits.dataTimeout().toMillis());
        return Math.clamp(shortest / LOOKS_PER_TIMEOUT, 1, LOOK_MILLIS);
    }

    private void greet(Vertx vertx) {
        run(() -> {
            if (around.gate().asks(opened)) {
                give(() -> around.gate().connected(passage, opened));
            }
        });
        long delay = session.greetingDelay().toMillis();
        if (delay > 0) {
            vertx.setTimer(delay, id -> open());
        } else {
            open();
        }
    }

    private void open() {
        if (!closed && !ending) {
            run(() -> act(session.open()));
        }
    }

    /** Puts TLS between the socket and the session. What was to be written before it in clear follows this call. */
    private void encrypt(boolean startTls, byte[] first, Runnable then) {
        shaking = true;
        SslHandler tls = around.tls().handler(startTls);
        ChannelPipeline pipeline =
                ((NetSocketInternal) socket).channelHandlerContext().pipeline();
        pipeline.addFirst("tls", tls);
        tls.handshakeFuture().addListener(shaken -> {
            shaking = false;
            if (!shaken.isSuccess()) {
                end = "TLS handshake failed: " + HandshakeFailure.cause(shaken.cause());
                var unused = socket.close();
                return;
            }
            SSLSession agreed = tls.engine().getSession();
            lastHeard = System.nanoTime();
            run(() -> act(session.encrypted(new Session.Tls(agreed.getProtocol(), agreed.getCipherSuite()))));
            run(then);
        });
        if (first.length > 0) {
            pipeline.fireChannelRead(io.netty.buffer.Unpooled.wrappedBuffer(first));
            pipeline.fireChannelReadComplete();
        }
    }

    /** Ends the session if the client has nothing under way. */
    void drain() {
        loop.runOnContext(nothing -> {
            if (shaking) {
                end();
            } else if (!closed && !ending && !session.waiting() && session.spool() == null) {
                run(() -> act(session.end(unavailable(opened.host()))));
            }
        });
    }

    static Reply unavailable(String host) {
        return Reply.of(421, "4.3.2", host + " Service not available, try again later");
    }

    private void received(Buffer bytes) {
        run(() -> act(session.receive(bytes.getBytes())));
        heard();
        Spool spool = session.spool();
        if (spool != null && spool.flushDue()) {
            flush(spool);
        }
    }

    /**
     * A byte of a mail counts as a sign of life, but a byte of a command does not: only all of it. The time of a mail runs
     * from its first byte to its last, also between its chunks.
     */
    private void heard() {
        long now = System.nanoTime();
        Spool current = session.spool();
        if (current != mail) {
            mail = current;
            mailBegun = now;
        }
        if (session.readingData() || session.commands() != commandsSeen) {
            commandsSeen = session.commands();
            lastHeard = now;
        }
    }

    /** Whatever goes wrong in the session is ours, and no reason to leave the client without an answer. */
    private void run(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | StackOverflowError e) {
            LOG.errorf(e, "session failed sessionId=%s", opened.id());
            if (!ending) {
                end = "failed: " + e;
                write(Buffer.buffer(Reply.of(421, "4.3.0", opened.host() + " Internal error")
                        .wire()));
                end();
            }
        }
    }

    private void act(List<Effect> effects) {
        Buffer replies = Buffer.buffer();
        boolean last = false;
        boolean startTls = false;
        Deque<Effect> todo = new ArrayDeque<>(effects);
        while (!todo.isEmpty()) {
            switch (todo.removeFirst()) {
                case Effect.Send send -> {
                    replies.appendBytes(send.reply().wire());
                    said(send.reply());
                }
                case Effect.Refused refused -> refused(refused.reply(), refused.mailId());
                case Effect.Greeted greeted -> greeted(greeted.session());
                case Effect.StartTls begin -> startTls = true;
                case Effect.BeginAuth begin -> begin(begin);
                case Effect.ContinueAuth more -> respond(more.response());
                case Effect.AbandonAuth abandoned -> abandon();
                case Effect.Reopened again -> {
                    Reply refusal = reopened(again.opened());
                    if (refusal != null) {
                        // Instead of the banner, not behind it.
                        todo.clear();
                        todo.addAll(session.end(refusal));
                    }
                }
                case Effect.OfferRecipient offer -> {
                    Reply atOnce = work.isDone() ? around.gate().pass(passage, offer) : null;
                    if (atOnce != null) {
                        todo.addAll(session.resume(atOnce));
                    } else {
                        decide(() -> around.gate().decide(passage, offer));
                    }
                }
                case Effect.OfferMail offer -> decide(() -> around.gate().decide(passage, offer));
                case Effect.Dropped dropped -> {
                    Passage current = passage;
                    give(() -> around.gate().dropped(current));
                }
                case Effect.Discarded discarded -> give(discarded.spool()::close);
                case Effect.Close close -> last = true;
            }
        }
        if (startTls) {
            // The handler lets what is written first pass in clear: all replies up to the one to STARTTLS.
            encrypt(true, new byte[0], () -> {});
        }
        if (replies.length() > 0) {
            write(replies);
        }
        if (last) {
            end();
        } else if (startTls) {
            // What still comes in clear has to come now: behind the handshake it would be taken for encrypted.
            socket.resume();
        } else {
            listen();
        }
    }

    private void said(Reply reply) {
        if (reply.code() == 221 || reply.code() == 421) {
            end = reply.text();
        }
        Counter.builder("postern.replies")
                .description("Replies to clients")
                .tag("code", Integer.toString(reply.code()))
                .tag("cause", reply.cause())
                .register(around.metrics())
                .increment();
    }

    /** Nobody else was asked, so that nobody else tells. */
    private void refused(Reply reply, @Nullable String mailId) {
        around.metrics()
                .counter(
                        "postern.refusals",
                        "code",
                        Integer.toString(reply.code()),
                        "status",
                        reply.status(),
                        "cause",
                        reply.cause())
                .increment();
        Session now = session.snapshot();
        String sender = session.sender() == null ? null : "<" + session.sender() + ">";
        LOG.infof(
                "REFUSED mailId=%s sessionId=%s listener=%s clientIp=%s helo=%s user=%s sender=%s reply=%s",
                mailId, now.id(), now.listener(), now.clientIp(), now.helo(), now.user(), sender, reply.text());
        if (admitted) {
            // Of those who are turned away at the door there may be very many.
            Passage current = passage;
            give(() -> around.gate().refused(current, mailId, reply));
        }
    }

    private @Nullable Reply reopened(Session again) {
        Passage before = passage;
        LOG.infof("XCLIENT sessionId=%s newSessionId=%s clientIp=%s", opened.id(), again.id(), again.clientIp());
        around.doorkeeper().left(opened);
        admitted = false;
        opened = again;
        passage = around.gate().passage(again);
        Passage now = passage;
        give(() -> around.gate().closed(before));
        Reply refusal = around.doorkeeper().admit(again);
        admitted = refusal == null;
        if (refusal == null && around.gate().asks(again)) {
            give(() -> around.gate().connected(now, again));
        }
        return refusal;
    }

    private void begin(Effect.BeginAuth begin) {
        SaslExchange begun = around.authentication().begin(begin.mechanism(), begin.session());
        exchange = begun;
        if (begun == null) {
            later(() -> session.notAuthenticated(Reply.of(504, "5.5.4", "Error: unknown authentication mechanism")));
        } else if (begin.initial() != null || begun.serverFirst()) {
            respond(begin.initial() == null ? new byte[0] : begin.initial());
        } else {
            later(() -> session.challenge(new byte[0]));
        }
    }

    private void respond(byte[] response) {
        SaslExchange current = exchange;
        if (current == null) {
            throw new IllegalStateException("no authentication has begun");
        }
        give(() -> {
            SaslExchange.Step step = current.respond(response);
            later(() -> switch (step) {
                case SaslExchange.Step.Challenge challenge -> session.challenge(challenge.bytes());
                case SaslExchange.Step.Authenticated who -> session.authenticated(who.user());
                case SaslExchange.Step.Refused refused -> session.notAuthenticated(refused.reply());
            });
        });
    }

    private void abandon() {
        if (exchange != null) {
            exchange.abandoned();
            exchange = null;
        }
    }

    /** Goes on on the event loop, when what is under way there is done. */
    private void later(Callable<List<Effect>> step) {
        loop.runOnContext(nothing -> {
            lastHeard = System.nanoTime();
            if (!closed && !ending) {
                run(() -> act(called(step)));
            }
        });
    }

    private static List<Effect> called(Callable<List<Effect>> step) {
        try {
            return step.call();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
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

    private void greeted(Session greeted) {
        if (around.gate().asks(greeted)) {
            Passage current = passage;
            give(() -> around.gate().greeted(current, greeted));
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
            run(() -> act(session.resume(reply)));
            heard();
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
                if (!kept && !closed) {
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
        work = work.thenRunAsync(task, around.blocking()).exceptionally(failure -> {
            LOG.errorf(failure, "task failed sessionId=%s", opened.id());
            return null;
        });
    }

    private void lookAtTheClock() {
        if (session.waiting() || flushing || ending) {
            return;
        }
        long now = System.nanoTime();
        IngressConfig.Limits limits = around.config().limits();
        Duration patience = session.readingData() ? limits.dataTimeout() : limits.commandTimeout();
        if (now - lastHeard > patience.toNanos()) {
            run(() -> act(session.end(gone("timeout exceeded", "timeout"))));
        } else if (mail != null && tooSlow(now - mailBegun, limits)) {
            run(() -> act(session.end(gone("mail comes in too slowly", "too-slow"))));
        }
    }

    private Reply gone(String complaint, String cause) {
        return Reply.of(421, "4.4.2", opened.host() + " Error: " + complaint).because(cause);
    }

    private boolean tooSlow(long nanos, IngressConfig.Limits limits) {
        return nanos > limits.dataGrace().toNanos()
                && session.dataRead() < limits.dataRate() * (nanos / 1_000_000_000L);
    }

    private void closed() {
        closed = true;
        abandon();
        if (admitted) {
            around.doorkeeper().left(opened);
        }
        tellEnd(session.snapshot());
        Spool unfinished = session.spool();
        Passage current = passage;
        give(() -> {
            if (unfinished != null) {
                unfinished.close();
            }
            around.gate().closed(current);
        });
        onClosed.run();
    }

    private void tellEnd(Session last) {
        LOG.infof(
                "SESSION sessionId=%s listener=%s clientIp=%s helo=%s protocol=%s tls=%s user=%s %s millis=%d end=%s",
                last.id(),
                last.listener(),
                last.clientIp(),
                last.helo(),
                last.protocol(),
                last.tls() == null ? null : last.tls().version(),
                last.user(),
                session.summary(),
                (System.nanoTime() - openedNanos) / 1_000_000,
                end);
    }
}
