package io.postern.ingress.defence;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.postern.ingress.session.Reply;
import org.jspecify.annotations.Nullable;

/**
 * Notices who tries out which of our recipients exist. After so many that do not, he is told nothing more: existing
 * recipients are refused him too, else the refusal itself would tell.
 *
 * <p>By address only. In the same /24 there are strangers to each other, and a large sender with a bad list would shut out
 * its neighbours.
 */
final class Harvest {

    private final int most;
    private final long window;
    private final Ticker ticker;
    private final Cache<String, Misses> misses;

    /**
     * What an address has named that does not exist.
     *
     * @param since the beginning of the time in which they are counted; once there are too many, of the time in which the
     *     address is shut out
     */
    private record Misses(int count, long since) {}

    Harvest(Quota quota, int remembered, Ticker ticker) {
        this.most = quota.limited() ? quota.most() : Integer.MAX_VALUE;
        this.window = quota.period().toNanos();
        this.ticker = ticker;
        this.misses = Caffeine.newBuilder()
                .maximumSize(remembered)
                .expireAfterWrite(quota.period())
                .ticker(ticker)
                .build();
    }

    /** Whether it may connect. Where one has to log in before he can name a recipient, there is nothing to learn. */
    @Nullable
    Reply connecting(Client client) {
        return client.rank() == Rank.STRANGER ? offering(client) : null;
    }

    /** Whether it may name a recipient. */
    @Nullable
    Reply offering(Client client) {
        String source = client.sourceWithoutLogin();
        Misses known = source == null ? null : misses.getIfPresent(source);
        if (known == null || known.count() < most || passed(known)) {
            return null;
        }
        return TooMuch.unknownRecipients(client);
    }

    /** It has named a recipient that does not exist. */
    void unknown(Client client) {
        String source = client.sourceWithoutLogin();
        if (source != null) {
            misses.asMap().compute(source, (name, before) -> more(before));
        }
    }

    private Misses more(@Nullable Misses before) {
        long now = ticker.read();
        if (before == null || passed(before)) {
            return new Misses(1, now);
        }
        int count = before.count() + 1;
        if (count > most) {
            // Named before it was shut out, in another session; the time does not begin anew.
            return before;
        }
        return new Misses(count, count == most ? now : before.since());
    }

    private boolean passed(Misses known) {
        return ticker.read() - known.since() >= window;
    }

    /** How many addresses are remembered; for tests. */
    long remembered() {
        misses.cleanUp();
        return misses.estimatedSize();
    }
}
