package io.postern.delivery.queue;

import static java.util.Objects.requireNonNull;

import io.postern.contract.DeliveryAttempted.Outcome;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What came of an attempt.
 *
 * @param outcome what
 * @param destination where it was brought, or should have been
 * @param detail where the mail lies, or why not, for the operator
 * @param said why not, for the sender; {@code null} if it was delivered
 * @param retryIn when to try again; {@code null}: never
 * @param parked whether nothing gets through at the destination, so that this is not the mail's fault
 * @param passedOn whether the sender hears of success from somebody else, or from nobody
 */
record Result(
        Outcome outcome,
        String destination,
        @Nullable String detail,
        @Nullable Said said,
        @Nullable Duration retryIn,
        boolean parked,
        boolean passedOn) {

    static Result delivered(String destination, String detail, boolean passedOn) {
        return new Result(Outcome.DELIVERED, destination, detail, null, null, false, passedOn);
    }

    static Result failed(String destination, Said why) {
        return new Result(Outcome.FAILED, destination, why.toString(), why, null, false, false);
    }

    static Result deferred(String destination, Said why, Duration retryIn, boolean parked) {
        return new Result(Outcome.DEFERRED, destination, why.toString(), why, retryIn, parked, false);
    }

    /** What was settled at custody. */
    static Result settled(Recipient recipient) {
        return new Result(
                requireNonNull(recipient.outcome),
                recipient.destination,
                recipient.detail,
                null,
                null,
                false,
                !recipient.passedOn() || recipient.among < 2);
    }
}
