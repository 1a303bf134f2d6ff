package io.postern.bench;

import java.util.HashSet;
import java.util.Set;

/** A question that some checks have not answered yet. Verdicts are taken by one thread. */
final class Pending {

    final long since = System.nanoTime();
    private final Set<String> awaited;

    Pending(Set<String> checks) {
        this.awaited = new HashSet<>(checks);
    }

    /** Whether this is the first verdict of a check that is awaited. */
    boolean answeredBy(String check) {
        return awaited.remove(check);
    }

    boolean done() {
        return awaited.isEmpty();
    }
}
