package io.postern.check.lists;

/**
 * Which share of a list's look-ups fails, though its probes go well. Safe for use by many threads.
 */
final class FailureRate {

    private static final int MEMORY = 64;
    private static final int MOST = 4;

    private int all;
    private int failed;

    /** @return whether it is more than every fourth, and not by chance */
    synchronized boolean count(boolean failure) {
        all++;
        failed += failure ? 1 : 0;
        if (all >= MEMORY) {
            all /= 2;
            failed /= 2;
        }
        return failure && failed > MOST && failed * MOST > all;
    }

    synchronized void clear() {
        all = 0;
        failed = 0;
    }
}
