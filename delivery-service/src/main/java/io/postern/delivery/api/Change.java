package io.postern.delivery.api;

/** What an operator can do to recipients in the queue, as SQL on a recipient {@code r}. */
enum Change {
    HOLD("hold = true", "not r.hold", true),
    RESUME("hold = false, due_at = now()", "r.hold", true),
    RETRY("due_at = now()", "r.due_at > now() and not r.hold", false),
    DELETE("due_at = null, deleted_by = :by, deleted_at = now()", "true", false);

    /** What is set. */
    final String set;

    /** Whom it changes. */
    final String whom;

    /** Whether it may be done while somebody has the mail in hand. */
    final boolean underWay;

    Change(String set, String whom, boolean underWay) {
        this.set = set;
        this.whom = whom;
        this.underWay = underWay;
    }
}
