package io.postern.check.dns;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.postern.check.dns.DnsAnswer.Failure;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Cache;
import org.xbill.DNS.Credibility;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRset;
import org.xbill.DNS.SetResponse;
import org.xbill.DNS.Type;
import org.xbill.DNS.WireParseException;
import org.xbill.DNS.lookup.InvalidZoneDataException;
import org.xbill.DNS.lookup.LookupFailedException;
import org.xbill.DNS.lookup.LookupResult;
import org.xbill.DNS.lookup.LookupSession;
import org.xbill.DNS.lookup.NoSuchDomainException;
import org.xbill.DNS.lookup.NoSuchRRSetException;
import org.xbill.DNS.lookup.RedirectOverflowException;
import org.xbill.DNS.lookup.ServerFailedException;

/**
 * Asks the DNS, without blocking. What was answered is remembered for as long as its TTL allows, also that there was
 * nothing; the same question asked by many at once goes out once. Failures are answers too and never exceptions, and
 * are not remembered.
 */
@Singleton
public final class Dns {

    private static final DnsAnswer AWAY = DnsAnswer.failed(Failure.UNREACHABLE);

    private final LookupSession session;
    private final LookupSession uncached;
    private final Cache cache;
    private final WatchedResolver resolver;
    private final Duration timeout;
    private final int bound;
    private final Map<Key, CompletableFuture<DnsAnswer>> pending = new ConcurrentHashMap<>();
    private final MeterRegistry meters;
    private final Counter hits;

    private record Key(Name name, int type) {}

    @Inject
    Dns(DnsSettings settings, MeterRegistry meters) {
        positive("timeout", settings.timeout().toMillis());
        positive("attempts", settings.attempts());
        positive("cache-entries", settings.cacheEntries());
        positive("pending", settings.pending());
        List<InetSocketAddress> servers = Resolvers.of(settings);
        this.resolver = Resolvers.asking(servers, settings.timeout(), settings.attempts());
        this.cache = cache(settings, meters);
        this.session = session().resolver(resolver).cache(cache).build();
        this.uncached = session().resolver(resolver).build();
        this.timeout = settings.timeout();
        this.bound = settings.pending();
        this.meters = meters;
        this.hits = Counter.builder("postern.dns.cache.hits")
                .description("Look-ups answered from memory")
                .register(meters);
        Gauge.builder("postern.dns.pending", pending, Map::size)
                .description("Look-ups under way")
                .register(meters);
    }

    private static void positive(String key, long value) {
        if (value < 1) {
            throw new ConfigurationException("postern.dns." + key + " is below 1: " + value);
        }
    }

    private static LookupSession.LookupSessionBuilder session() {
        return LookupSession.builder().executor(Runnable::run);
    }

    private static Cache cache(DnsSettings settings, MeterRegistry meters) {
        Cache cache = new Cache(DClass.IN);
        cache.setMaxEntries(settings.cacheEntries());
        cache.setMaxCache(Math.toIntExact(settings.cacheLimit().toSeconds()));
        cache.setMaxNCache(Math.toIntExact(settings.negativeCacheLimit().toSeconds()));
        Gauge.builder("postern.dns.cache.entries", cache, Cache::getSize)
                .description("Names that are remembered")
                .register(meters);
        return cache;
    }

    /**
     * Looks up.
     *
     * @param type of {@link Type}
     * @return completes within {@code postern.dns.timeout}, and never exceptionally
     */
    public CompletableFuture<DnsAnswer> ask(Name name, int type) {
        DnsAnswer known = remembered(name, type);
        if (known != null) {
            hits.increment();
            return CompletableFuture.completedFuture(known);
        }
        if (resolver.away(name, type)) {
            return CompletableFuture.completedFuture(AWAY);
        }
        Key key = new Key(name, type);
        CompletableFuture<DnsAnswer> mine = new CompletableFuture<>();
        CompletableFuture<DnsAnswer> underWay = pending.putIfAbsent(key, mine);
        if (underWay != null) {
            return underWay.copy();
        }
        if (pending.size() > bound) {
            pending.remove(key, mine);
            mine.complete(DnsAnswer.failed(Failure.OVERLOADED));
            return mine;
        }
        var unused = look(session, key).whenComplete((answer, never) -> {
            pending.remove(key, mine);
            mine.complete(answer);
        });
        return mine.isDone() ? mine : mine.copy();
    }

    /** Looks up past the memory: asks the servers. For probes. */
    public CompletableFuture<DnsAnswer> askAnew(Name name, int type) {
        return resolver.away(name, type)
                ? CompletableFuture.completedFuture(AWAY)
                : look(uncached, new Key(name, type));
    }

    /** {@code null} if it is not, and for aliases, which the session follows. */
    private @Nullable DnsAnswer remembered(Name name, int type) {
        SetResponse known = cache.lookupRecords(name, type, Credibility.NORMAL);
        if (known.isNXDOMAIN()) {
            return DnsAnswer.NO_NAME;
        }
        if (known.isNXRRSET()) {
            return DnsAnswer.NO_DATA;
        }
        return known.isSuccessful()
                ? DnsAnswer.found(known.answers().stream()
                        .map(RRset::rrs)
                        .flatMap(List::stream)
                        .toList())
                : null;
    }

    private CompletableFuture<DnsAnswer> look(LookupSession how, Key key) {
        long start = System.nanoTime();
        return how.lookupAsync(key.name, key.type)
                .toCompletableFuture()
                .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .handle(Dns::answer)
                .whenComplete((answer, never) -> note(answer, System.nanoTime() - start));
    }

    private void note(DnsAnswer answer, long nanos) {
        Failure failure = answer.failure();
        Timer.builder("postern.dns.lookups")
                .description("Look-ups that went to a server, by what came of them")
                .tag("answer", (failure == null ? answer.status() : failure).name())
                .register(meters)
                .record(nanos, TimeUnit.NANOSECONDS);
    }

    private static DnsAnswer answer(@Nullable LookupResult result, @Nullable Throwable thrown) {
        if (result != null) {
            return DnsAnswer.found(result.getRecords());
        }
        Throwable cause = thrown;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return switch (cause) {
            case NoSuchDomainException none -> DnsAnswer.NO_NAME;
            case NoSuchRRSetException none -> DnsAnswer.NO_DATA;
            case null, default -> DnsAnswer.failed(failure(cause));
        };
    }

    private static Failure failure(@Nullable Throwable cause) {
        return switch (cause) {
            case ServerFailedException failed -> Failure.SERVFAIL;
            case InvalidZoneDataException senseless -> Failure.MALFORMED;
            case RedirectOverflowException senseless -> Failure.MALFORMED;
            case LookupFailedException refused -> Failure.REFUSED;
            case WireParseException senseless -> Failure.MALFORMED;
            case TimeoutException late -> Failure.TIMEOUT;
            case SocketTimeoutException late -> Failure.TIMEOUT;
            case IOException away -> Failure.UNREACHABLE;
            case null, default -> Failure.MALFORMED;
        };
    }
}
