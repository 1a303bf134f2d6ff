package io.postern.contract;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import java.util.Map;

/**
 * What the operator's policy makes of one check.
 *
 * @param mode how much the check counts
 * @param onFail what follows from a FAIL of an enforced check
 * @param onError what follows if an awaited check has no answer, or ERROR
 * @param weight the factor on its score
 * @param reasons what follows from single reasons of an enforced check, by their code; if there are any, those that are
 *     not named here only count, and {@code onFail} is only for a FAIL without reasons
 */
public record CheckRule(Mode mode, OnFail onFail, OnError onError, double weight, Map<String, OnReason> reasons) {

    /** How much a check counts. */
    public enum Mode {
        /** Its verdicts are dropped. */
        OFF,
        /** Recorded, never waited for, never counted. */
        SHADOW,
        /** Awaited; its score counts, its FAIL alone decides nothing. */
        SCORE,
        /** Awaited; its score counts and its FAIL decides. */
        ENFORCE
    }

    /** What follows from a FAIL. */
    public enum OnFail {
        REJECT,
        DEFER,
        QUARANTINE,
        TAG
    }

    /** What follows from one reason. */
    public enum OnReason {
        REJECT,
        DEFER,
        QUARANTINE,
        TAG,
        /** Its score counts, and that is all. */
        COUNT
    }

    /** What follows if there is no answer. */
    public enum OnError {
        /** Go on, marked as unchecked. */
        ACCEPT,
        /** Ask the client to come again: 451. */
        DEFER
    }

    public CheckRule {
        requireNonNull(mode, "mode");
        requireNonNull(onFail, "onFail");
        requireNonNull(onError, "onError");
        reasons = Map.copyOf(requireNonNullElse(reasons, Map.of()));
    }

    /** A rule that makes no difference between reasons. */
    public CheckRule(Mode mode, OnFail onFail, OnError onError, double weight) {
        this(mode, onFail, onError, weight, Map.of());
    }

    /** Whether the reply waits for this check. */
    public boolean awaited() {
        return mode == Mode.SCORE || mode == Mode.ENFORCE;
    }
}
