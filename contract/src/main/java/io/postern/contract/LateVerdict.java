package io.postern.contract;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * A verdict that came after the decision on its question: of a check in shadow, or of one that missed its deadline. It
 * completes the record; it changed nothing.
 *
 * @param id the id of the {@link Decision} it belongs to
 * @param verdict the verdict
 * @param arrivedAt when
 */
public record LateVerdict(String id, Verdict verdict, Instant arrivedAt) {

    public LateVerdict {
        requireNonNull(id, "id");
        requireNonNull(verdict, "verdict");
        requireNonNull(arrivedAt, "arrivedAt");
    }
}
