package io.postern.check.lists;

import java.util.HashSet;
import java.util.Set;

/**
 * Which share of the clients a list has, of the last few different networks. A share far beyond the list's own history
 * says that the list, not the clients, has changed. Safe for use by many threads.
 */
final class HitRate {

    /** How far between its history and everybody a share may come. */
    private static final double LEAP = 0.75;

    /** How many standard deviations it may be by chance. */
    private static final double CHANCE = 4;

    /** How much the newest share counts in the history. */
    private static final double NEWEST = 0.2;

    private final long[] networks;
    private final boolean[] hits;
    private final Set<Long> seen = new HashSet<>();
    private int next;
    private int counted;
    private int hit;
    private double history = Double.NaN;

    /** @param clients how many networks; 0: nothing is conspicuous */
    HitRate(int clients) {
        networks = new long[clients];
        hits = new boolean[clients];
    }

    /**
     * Counts a client.
     *
     * @param network the client's; one that is among the last ones counts once
     * @return whether the share is conspicuous now
     */
    synchronized boolean count(long network, boolean listed) {
        if (networks.length == 0 || !seen.add(network)) {
            return false;
        }
        if (counted >= networks.length) {
            seen.remove(networks[next]);
            hit -= hits[next] ? 1 : 0;
        }
        networks[next] = network;
        hits[next] = listed;
        hit += listed ? 1 : 0;
        counted++;
        next = (next + 1) % networks.length;
        if (counted < networks.length) {
            return false;
        }
        boolean conspicuous = share() > limit();
        if (!conspicuous && next == 0) {
            history = Double.isNaN(history) ? share() : history + NEWEST * (share() - history);
        }
        return conspicuous;
    }

    /** Without a history nothing is far from it; a list that has everybody is found by other means. */
    private double limit() {
        if (Double.isNaN(history)) {
            return 1;
        }
        double deviation = Math.sqrt(history * (1 - history) / networks.length);
        return Math.max(history + LEAP * (1 - history), history + CHANCE * deviation);
    }

    /** The share among the last ones, {@code NaN} as long as there are none. */
    synchronized double share() {
        int filled = Math.min(counted, networks.length);
        return filled == 0 ? Double.NaN : (double) hit / filled;
    }

    /** Forgets the last clients, but not the history. */
    synchronized void clear() {
        seen.clear();
        next = 0;
        counted = 0;
        hit = 0;
    }
}
