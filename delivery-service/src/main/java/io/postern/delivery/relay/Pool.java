package io.postern.delivery.relay;

import io.postern.delivery.relay.Relay.Reuse;
import io.postern.delivery.relay.smtp.Peer;
import io.postern.delivery.relay.smtp.Session;
import io.postern.delivery.relay.smtp.Terms;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Connections that wait for more mail. Nobody waits for them to end, and none is held longer than its time. */
final class Pool implements AutoCloseable {

    private record Key(Peer peer, Terms terms) {}

    private final Reuse limits;
    private final ScheduledExecutorService timer;
    private final Map<Key, Deque<Session>> waiting = new HashMap<>();
    private int count;
    private boolean closed;

    Pool(Reuse limits, ScheduledExecutorService timer) {
        this.limits = limits;
        this.timer = timer;
    }

    /** The one that was used last; {@code null} if none waits. */
    synchronized @Nullable Session take(Peer peer, Terms terms) {
        Key key = new Key(peer, terms);
        Deque<Session> sessions = waiting.get(key);
        if (sessions == null) {
            return null;
        }
        Session session = sessions.pollLast();
        if (sessions.isEmpty()) {
            waiting.remove(key);
        }
        count--;
        return session;
    }

    /** Keeps it for the next mail, or says farewell. */
    void give(Terms terms, Session session) {
        if (!session.usable()) {
            session.close();
        } else if (!keep(new Key(session.peer(), terms), session)) {
            session.quit();
        }
    }

    private synchronized boolean keep(Key key, Session session) {
        if (closed
                || count >= limits.most()
                || session.mails() >= limits.mails()
                || session.age().compareTo(limits.age()) >= 0) {
            return false;
        }
        waiting.computeIfAbsent(key, none -> new ArrayDeque<>()).addLast(session);
        count++;
        int mails = session.mails();
        var unused =
                timer.schedule(() -> expire(key, session, mails), limits.idle().toNanos(), TimeUnit.NANOSECONDS);
        return true;
    }

    /** It may have been used since, and wait anew. */
    private void expire(Key key, Session session, int mails) {
        if (session.mails() == mails && remove(key, session)) {
            Thread.ofVirtual().name("farewell").start(session::quit);
        }
    }

    private synchronized boolean remove(Key key, Session session) {
        Deque<Session> sessions = waiting.get(key);
        if (sessions == null || !sessions.remove(session)) {
            return false;
        }
        if (sessions.isEmpty()) {
            waiting.remove(key);
        }
        count--;
        return true;
    }

    /** Those that wait are ended, and none waits any more. */
    @Override
    public void close() {
        drain().forEach(Session::quit);
    }

    private synchronized List<Session> drain() {
        closed = true;
        List<Session> all = waiting.values().stream().flatMap(Deque::stream).toList();
        waiting.clear();
        count = 0;
        return all;
    }
}
