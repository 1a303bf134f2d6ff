package io.postern.contract;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * An instance of a check is there and works. Renewed at every {@code interval}; taken back by a tombstone when the
 * instance stops in order.
 *
 * @param check the check's name
 * @param instance the instance, unique
 * @param phase when it wants to be asked
 * @param startedAt when it started
 * @param at when this was written
 * @param interval when the next is due; after three of them the instance counts as gone
 */
public record CheckRegistered(
        String check, String instance, Phase phase, Instant startedAt, Instant at, Duration interval) {

    public CheckRegistered {
        requireNonNull(check, "check");
        requireNonNull(instance, "instance");
        requireNonNull(phase, "phase");
        requireNonNull(startedAt, "startedAt");
        requireNonNull(at, "at");
        requireNonNull(interval, "interval");
    }

    /** The key of this instance's registration for this phase. */
    public String key() {
        return check + "/" + instance + "/" + phase.name().toLowerCase(Locale.ROOT);
    }
}
