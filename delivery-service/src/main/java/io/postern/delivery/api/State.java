package io.postern.delivery.api;

import io.postern.delivery.queue.Recipient;

/** How things stand with a recipient. */
enum State {
    /** In the queue, and not tried yet. */
    WAITING,
    DELIVERED,
    /** In the queue; the last attempt failed for now. */
    DEFERRED,
    FAILED,
    DUPLICATE,
    QUARANTINED,
    /** An operator put an end to it. */
    DELETED;

    static State of(Recipient recipient) {
        if (recipient.deletedAt != null) {
            return DELETED;
        }
        return recipient.outcome == null ? WAITING : valueOf(recipient.outcome.name());
    }

    /** As a condition on a recipient {@code r} in HQL, in the words of an index. */
    String condition() {
        return switch (this) {
            case WAITING -> "r.outcome is null and r.dueAt is not null";
            case DELETED -> "r.deletedAt is not null";
            default -> "r.outcome = " + name() + " and r.deletedAt is null";
        };
    }
}
