package io.postern.av;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How an engine is.
 *
 * @param up whether it is asked
 * @param cause why not
 * @param signatures the last that it said it has
 * @param since when that was found out; {@code null} before the first probe
 */
record Standing(
        boolean up,
        String cause,
        Signatures signatures,
        @Nullable Instant since) {

    /** It is asked until something speaks against it. */
    static final Standing UNKNOWN = new Standing(true, "not probed yet", Signatures.UNKNOWN, null);

    Standing well(Signatures now, Instant instant) {
        return new Standing(true, "", now, up && since != null ? since : instant);
    }

    Standing gone(String why, Instant instant) {
        return new Standing(false, why, signatures, up || since == null ? instant : since);
    }
}
