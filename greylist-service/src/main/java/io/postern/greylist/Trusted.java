package io.postern.greylist;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Who is trusted, or on the way there, for people.
 *
 * @param kind network, origin or domain
 * @param passes how many triplets of it have passed
 * @param grantedBy the operator who let it in; {@code null} if it is its passes that count
 */
public record Trusted(
        String kind, String name, int passes, @Nullable String grantedBy, Instant expiresAt) {

    static Trusted of(TrustedRow row) {
        return new Trusted(row.kind, row.name, row.passes, row.grantedBy, row.expiresAt);
    }
}
