package io.postern.check.dns;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.Type;

/**
 * Knows whether the resolvers are there at all. A look-up that times out may be the fault of a far server; whether it is
 * the resolver's, a question for the root tells, which a resolver answers from memory, with whatever it has to say. While
 * they are away nobody waits for them; the root, and one of the look-ups, are tried every second, and any answer at all
 * shows that they are back.
 */
final class ResolverWatch {

    private static final Logger LOG = Logger.getLogger(ResolverWatch.class);
    private static final Duration TRY = Duration.ofSeconds(1);
    private static final Executor LATER = CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS);

    private final Resolver resolver;
    private final AtomicBoolean looking = new AtomicBoolean();
    private final AtomicLong tried = new AtomicLong(System.nanoTime());
    private volatile boolean away;
    private volatile long lastAnswer = System.nanoTime();

    ResolverWatch(Resolver resolver) {
        this.resolver = resolver;
    }

    /** Whether a look-up would be in vain. */
    boolean away() {
        return away && !mayTry();
    }

    private boolean mayTry() {
        long now = System.nanoTime();
        long before = tried.get();
        return now - before > TRY.toNanos() && tried.compareAndSet(before, now);
    }

    /** A look-up was answered, with whatever. */
    void answered() {
        lastAnswer = System.nanoTime();
        if (away) {
            found(true);
        }
    }

    /** A look-up had no answer. */
    void suspect() {
        if (looking.compareAndSet(false, true)) {
            look();
        }
    }

    private void look() {
        long asked = System.nanoTime();
        Message root = Message.newQuery(Record.newRecord(Name.root, Type.NS, DClass.IN));
        var unused = resolver.sendAsync(root, Runnable::run)
                .whenComplete((answer, failure) -> looked(failure == null || lastAnswer - asked > 0));
    }

    private void looked(boolean there) {
        found(there);
        if (away) {
            LATER.execute(this::look);
        } else {
            looking.set(false);
        }
    }

    private synchronized void found(boolean there) {
        if (there == away) {
            away = !there;
            LOG.warn(there ? "resolvers are back" : "no resolver answers, look-ups fail at once");
        }
    }
}
