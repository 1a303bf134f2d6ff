package io.postern.av;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an engine knows viruses by.
 *
 * @param version of the engine and of them
 * @param date when they were made; {@code null} if nobody knows
 */
record Signatures(String version, @Nullable Instant date) {

    static final Signatures UNKNOWN = new Signatures("", null);

    /** How old they are, {@code null} if nobody knows. */
    @Nullable
    Duration age(Instant now) {
        return date == null ? null : Duration.between(date, now);
    }

    /** Whether they are known to be older than that. */
    boolean older(Duration limit, Instant now) {
        Duration age = age(now);
        return age != null && age.compareTo(limit) > 0;
    }
}
