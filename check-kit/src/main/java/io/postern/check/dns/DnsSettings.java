package io.postern.check.dns;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How a check asks the DNS. */
@ConfigMapping(prefix = "postern.dns")
interface DnsSettings {

    /** The resolvers, {@code address} or {@code address:port}, tried in this order. Without: those of the system. */
    Optional<List<String>> servers();

    /** How long a look-up may take in all, aliases and repeated attempts included. */
    @WithDefault("2s")
    Duration timeout();

    /** How often each resolver is asked before the look-up is given up; each attempt has its share of the time. */
    @WithDefault("2")
    int attempts();

    /** How many names are remembered, found or not. */
    @WithDefault("100000")
    int cacheEntries();

    /** The longest that an answer is remembered; before that, its own TTL says how long. */
    @WithDefault("1h")
    Duration cacheLimit();

    /** The longest that it is remembered that there is no answer (RFC 2308 section 5). */
    @WithDefault("15m")
    Duration negativeCacheLimit();

    /** How many look-ups may be under way at once; more fail at once. */
    @WithDefault("4096")
    int pending();
}
