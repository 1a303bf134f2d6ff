package io.postern.rbl;

import java.time.Duration;

/**
 * What is wrong with a list.
 *
 * @param cause for the operator
 * @param keepOut how long at least the list must not be asked, even if it answers well again: for as long as wrong answers
 *     may be remembered somewhere
 */
record Fault(String cause, Duration keepOut) {

    static Fault of(String cause) {
        return new Fault(cause, Duration.ZERO);
    }
}
