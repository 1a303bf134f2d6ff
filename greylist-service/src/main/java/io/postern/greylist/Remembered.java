package io.postern.greylist;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A triplet, for people.
 *
 * @param passedAt when it was let in; {@code null} while it has to wait
 */
public record Remembered(
        String network,
        @Nullable String origin,
        String sender,
        String recipient,
        int attempts,
        Instant firstSeen,
        Instant lastSeen,
        @Nullable Instant passedAt,
        Instant expiresAt) {

    static Remembered of(TripletRow row) {
        return new Remembered(
                row.network,
                row.origin,
                row.sender,
                row.recipient,
                row.attempts,
                row.firstSeen,
                row.lastSeen,
                row.passedAt,
                row.expiresAt);
    }
}
