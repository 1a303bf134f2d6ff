package io.postern.ingress.defence;

import java.util.concurrent.ConcurrentHashMap;

/**
 * How many sessions there are under each name, exactly: an entry is there as long as it has sessions and no longer, so
 * there are never more entries than sessions.
 */
final class ConnectionCount {

    private final int most;
    private final ConcurrentHashMap<String, Integer> sessions = new ConcurrentHashMap<>();

    /** @param most under one name; 0 for any number */
    ConnectionCount(int most) {
        this.most = most == 0 ? Integer.MAX_VALUE : most;
    }

    /** Counts one more. If there may not be one it is not counted, and must not leave. */
    boolean enter(String name) {
        // Each step is atomic for its name. Between them another may be refused where one place has just become free:
        // that errs on the side of the limit, and he may come again.
        if (sessions.merge(name, 1, Integer::sum) <= most) {
            return true;
        }
        leave(name);
        return false;
    }

    void leave(String name) {
        sessions.computeIfPresent(name, (same, count) -> count == 1 ? null : count - 1);
    }

    /** How many names have sessions. */
    int names() {
        return sessions.size();
    }
}
