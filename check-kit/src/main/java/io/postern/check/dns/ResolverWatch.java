package io.postern.check.dns;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.Type;

/**
 * Knows whether the resolvers are there at all. A look-up that times out may be the fault of a far server; whether it is
 * the resolver's, a question for the root tells, which every resolver answers from memory, with whatever it has to say.
 * While they are away nobody waits for them, and they are asked again every second.
 */
final class ResolverWatch {

    private static final Logger LOG = Logger.getLogger(ResolverWatch.class);
    private static final Executor LATER = CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS);

    private final Resolver resolver;
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile boolean away;

    /** @param resolver with a short time-out */
    ResolverWatch(Resolver resolver) {
        this.resolver = resolver;
    }

    boolean away() {
        return away;
    }

    /** A look-up had no answer. */
    void suspect() {
        if (looking.compareAndSet(false, true)) {
            look();
        }
    }

    private void look() {
        Message root = Message.newQuery(Record.newRecord(Name.root, Type.NS, DClass.IN));
        var unused = resolver.sendAsync(root, Runnable::run).whenComplete((answer, failure) -> found(failure == null));
    }

    private void found(boolean there) {
        if (there == away) {
            away = !there;
            LOG.warn(there ? "resolvers are back" : "no resolver answers, look-ups fail at once");
        }
        if (there) {
            looking.set(false);
        } else {
            LATER.execute(this::look);
        }
    }
}
