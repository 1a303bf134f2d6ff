package io.postern.contract;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An instance of a check judged whether a DNS list can be relied upon (RFC 5782 section 5). Written at every probe, so
 * that the other instances need not probe too, and whenever a list goes out of service or comes back.
 *
 * @param check the check that asks the list
 * @param list the list's name; never the secret that may be in its zone
 * @param instance who judged
 * @param state whether the list is asked
 * @param cause why it is not, for the operator; {@code null} if it is
 * @param since when it came into this state
 * @param at when it was judged
 * @param notBefore when it may be asked again at the earliest; {@code null} if as soon as it answers well
 */
public record ListJudged(
        String check,
        String list,
        String instance,
        State state,
        @Nullable String cause,
        Instant since,
        Instant at,
        @Nullable Instant notBefore) {

    /** Whether a list is asked. */
    public enum State {
        IN_SERVICE,
        OUT_OF_SERVICE
    }

    public ListJudged {
        requireNonNull(check, "check");
        requireNonNull(list, "list");
        requireNonNull(instance, "instance");
        requireNonNull(state, "state");
        requireNonNull(since, "since");
        requireNonNull(at, "at");
    }

    /** The key of what is known of this list. */
    public String key() {
        return check + "/" + list;
    }
}
