package io.postern.delivery.relay.mx;

import io.postern.delivery.relay.smtp.Deadline;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.xbill.DNS.Cache;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;
import org.xbill.DNS.lookup.LookupSession;
import org.xbill.DNS.lookup.NoSuchDomainException;
import org.xbill.DNS.lookup.NoSuchRRSetException;

/** Asks the DNS, and remembers what it said for as long as it may be remembered. */
final class Names {

    private static final int REMEMBERED = 20_000;
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final Duration LONGEST_NOTHING = Duration.ofMinutes(5);
    private static final int ATTEMPTS = 2;

    private final LookupSession session;
    private final Duration timeout;

    /**
     * @param servers whom to ask, one after the other; none: those of the system
     * @param timeout for one question, in all
     */
    Names(List<InetSocketAddress> servers, Duration timeout) {
        List<InetSocketAddress> asked =
                servers.isEmpty() ? ResolverConfig.getCurrentConfig().servers() : servers;
        Duration share = timeout.dividedBy((long) ATTEMPTS * asked.size());
        ExtendedResolver resolver = new ExtendedResolver(
                asked.stream().map(server -> resolver(server, share)).toList());
        resolver.setRetries(ATTEMPTS);
        resolver.setTimeout(timeout);
        Cache cache = new Cache(DClass.IN);
        cache.setMaxEntries(REMEMBERED);
        cache.setMaxCache(Math.toIntExact(LONGEST.toSeconds()));
        cache.setMaxNCache(Math.toIntExact(LONGEST_NOTHING.toSeconds()));
        this.session = LookupSession.builder()
                .executor(Runnable::run)
                .resolver(resolver)
                .cache(cache)
                .build();
        this.timeout = timeout;
    }

    private static Resolver resolver(InetSocketAddress server, Duration timeout) {
        SimpleResolver resolver = new SimpleResolver(server);
        resolver.setTimeout(timeout);
        return resolver;
    }

    /** What a look-up came to: that a name does not exist is more than that it has nothing of this kind. */
    record Answer(boolean exists, List<Record> records) {}

    /** @throws Unroutable if nobody could tell, which says nothing of the name */
    Answer ask(Name name, int type, Deadline deadline) throws Unroutable {
        try {
            return new Answer(
                    true,
                    session.lookupAsync(name, type)
                            .toCompletableFuture()
                            .get(deadline.atMost(timeout).toNanos(), TimeUnit.NANOSECONDS)
                            .getRecords());
        } catch (ExecutionException e) {
            return switch (e.getCause()) {
                case NoSuchDomainException none -> new Answer(false, List.of());
                case NoSuchRRSetException none -> new Answer(true, List.of());
                case null, default -> throw unknown(name, type);
            };
        } catch (TimeoutException e) {
            throw unknown(name, type);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Unroutable.interrupted();
        }
    }

    private static Unroutable unknown(Name name, int type) {
        return Unroutable.notNow("look-up of " + Type.string(type) + " of " + name.toString(true) + " failed");
    }
}
