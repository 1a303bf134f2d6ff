package io.postern.greylist;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.postern.greylist.Encounter.Kind;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** What is remembered for a while in front of the database: triplets that have passed, and who is trusted. */
@Singleton
class Acquaintances {

    private final Cache<String, Kind> known;

    @Inject
    Acquaintances(GreylistSettings settings, MeterRegistry meters) {
        this(settings, Ticker.systemTicker());
        Gauge.builder("postern.greylist.cache.entries", known, Cache::estimatedSize)
                .description("Triplets and trusted clients that are remembered in front of the database")
                .register(meters);
    }

    Acquaintances(GreylistSettings settings, Ticker ticker) {
        this.known = Caffeine.newBuilder()
                .maximumSize(settings.cache().entries())
                .expireAfterWrite(settings.cache().time())
                .ticker(ticker)
                .executor(Runnable::run)
                .build();
    }

    /** By its network. @return {@link Kind#KNOWN} or {@link Kind#TRUSTED}; {@code null} if the database has to be asked */
    @Nullable
    Kind of(Triplet triplet) {
        if (known.getIfPresent("network:" + triplet.network()) != null
                || known.getIfPresent("domain:" + triplet.domain()) != null) {
            return Kind.TRUSTED;
        }
        return known.getIfPresent(triplet.key());
    }

    /** Whether what vouches for a client is trusted. */
    boolean trust(@Nullable String origin) {
        return origin != null && known.getIfPresent("origin:" + origin) != null;
    }

    void remember(Triplet triplet, Encounter encounter) {
        if (encounter.trusted() != null) {
            known.put(encounter.trusted(), Kind.TRUSTED);
        } else if (!encounter.deferred()) {
            known.put(triplet.key(), Kind.KNOWN);
        }
    }

    void forget() {
        known.invalidateAll();
    }
}
