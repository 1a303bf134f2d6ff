package io.postern.check.dns;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.Type;

/**
 * Asks one resolver after the other, and knows whether they are there at all. A question without answer may be the fault
 * of a far server; whether it is the resolver's, a question for the root tells, which a resolver answers from memory, with
 * whatever it has to say. While they are away nobody should wait for them; the root, and what was last asked for in vain,
 * are tried every second, and any answer at all shows that they are back.
 */
final class WatchedResolver extends ExtendedResolver {

    private static final Logger LOG = Logger.getLogger(WatchedResolver.class);
    private static final Record ROOT = Record.newRecord(Name.root, Type.NS, DClass.IN);
    private static final Executor LATER = CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS);

    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile boolean away;
    private volatile @Nullable Record trial;
    private volatile long lastAnswer = System.nanoTime();

    WatchedResolver(List<Resolver> resolvers) {
        super(resolvers);
    }

    /** Whether a question would be in vain. If so it is tried behind the scenes, so that nobody waits for it. */
    boolean away(Name name, int type) {
        if (away) {
            trial = Record.newRecord(name, type, DClass.IN);
        }
        return away;
    }

    @Override
    public CompletionStage<Message> sendAsync(Message query, Executor executor) {
        return super.sendAsync(query, executor).whenComplete((answer, failure) -> {
            if (failure == null) {
                lastAnswer = System.nanoTime();
                found(true);
            } else if (looking.compareAndSet(false, true)) {
                look();
            }
        });
    }

    private void look() {
        long asked = System.nanoTime();
        Record question = trial;
        CompletableFuture<Boolean> root = answers(ROOT);
        CompletableFuture<Boolean> other =
                question == null ? CompletableFuture.completedFuture(false) : answers(question);
        var unused = root.thenCombine(other, Boolean::logicalOr)
                .thenAccept(answered -> looked(answered || lastAnswer - asked > 0));
    }

    private CompletableFuture<Boolean> answers(Record question) {
        return super.sendAsync(Message.newQuery(question), Runnable::run)
                .toCompletableFuture()
                .handle((answer, failure) -> failure == null);
    }

    private void looked(boolean there) {
        found(there);
        if (there) {
            trial = null;
            looking.set(false);
        } else {
            LATER.execute(this::look);
        }
    }

    private void found(boolean there) {
        if (there == away) {
            change(there);
        }
    }

    private synchronized void change(boolean there) {
        if (there == away) {
            away = !there;
            LOG.warn(there ? "resolvers are back" : "no resolver answers, look-ups fail at once");
        }
    }
}
