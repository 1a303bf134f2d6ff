package io.postern.greylist;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What came of an attempt.
 *
 * @param since the first attempt; zero if nothing was looked at but that the client is trusted
 * @param left of the delay; zero or below if it is over
 * @param trusted who is: kind, colon, name; {@code null} if nobody
 * @param firstTrace the span of the first attempt, if it was traced
 */
record Encounter(
        Kind kind,
        Duration since,
        Duration left,
        @Nullable String trusted,
        @Nullable String firstTrace) {

    enum Kind {
        /** Never met, or so long ago that it does not count. */
        FIRST,
        /** Met, and the delay is not over. */
        EARLY,
        /** The delay is over, and this is who came back. */
        PASSED,
        /** Has passed before. */
        KNOWN,
        /** Its network, its origin or the sender's domain is trusted. */
        TRUSTED
    }

    boolean deferred() {
        return kind == Kind.FIRST || kind == Kind.EARLY;
    }
}
