package io.postern.ingress.defence;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.postern.ingress.session.Reply;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How often one client may do something: as often as the quota says at once, and on average (the generic cell rate
 * algorithm). What is refused does not count.
 *
 * <p>Counts by a clock that is never set: on one that an operator turns back, everybody would have to wait.
 */
final class Rate implements Limit {

    private final Quota quota;
    private final long period;
    private final long interval;
    private final Function<Client, @Nullable String> counted;
    private final Function<Client, Reply> refusal;
    private final Ticker ticker;

    /** For each name, when its whole quota will be there again. */
    private final Cache<String, AtomicLong> restored;

    /**
     * @param counted the name under which a client is counted; {@code null} if it is not
     * @param remembered how many names are
     */
    Rate(
            Quota quota,
            Function<Client, @Nullable String> counted,
            Function<Client, Reply> refusal,
            int remembered,
            Ticker ticker) {
        this.quota = quota;
        this.period = quota.period().toNanos();
        this.interval = Math.max(1, period / Math.max(1, quota.most()));
        this.counted = counted;
        this.refusal = refusal;
        this.ticker = ticker;
        // Who has done nothing for a period has his whole quota, so nothing is lost with him.
        this.restored = Caffeine.newBuilder()
                .maximumSize(remembered)
                .expireAfterAccess(quota.period())
                .ticker(ticker)
                .build();
    }

    @Override
    public @Nullable Reply refusal(Client client) {
        String name = counted.apply(client);
        return name == null || !quota.limited() || taken(name) ? null : refusal.apply(client);
    }

    /** Takes one of the quota, if there is one. */
    private boolean taken(String name) {
        long now = ticker.read();
        AtomicLong at = restored.get(name, unseen -> new AtomicLong(now));
        while (true) {
            long before = at.get();
            long after = (before - now > 0 ? before : now) + interval;
            if (after - now > period) {
                return false;
            }
            if (at.compareAndSet(before, after)) {
                return true;
            }
        }
    }

    /** How many names are remembered; for tests. */
    long remembered() {
        restored.cleanUp();
        return restored.estimatedSize();
    }
}
