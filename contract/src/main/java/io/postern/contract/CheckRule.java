package io.postern.contract;

import static java.util.Objects.requireNonNull;

/**
 * What the operator's policy makes of one check.
 *
 * @param mode how much the check counts
 * @param onFail what follows from a FAIL of an enforced check
 * @param onError what follows if an awaited check has no answer, or ERROR
 * @param weight the factor on its score
 */
public record CheckRule(Mode mode, OnFail onFail, OnError onError, double weight) {

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
    }

    /** Whether the reply waits for this check. */
    public boolean awaited() {
        return mode == Mode.SCORE || mode == Mode.ENFORCE;
    }
}
