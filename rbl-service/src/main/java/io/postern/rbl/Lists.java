package io.postern.rbl;

import io.postern.rbl.DnsList.Subject;
import java.util.List;

/**
 * The lists in force.
 *
 * @param threshold the sum of weights from which on a client is blocked
 * @param ofClients lists of addresses
 * @param ofSenders lists of domains that send
 * @param ofHelos lists of HELO names
 */
record Lists(double threshold, List<WatchedList> ofClients, List<WatchedList> ofSenders, List<WatchedList> ofHelos) {

    static Lists of(double threshold, List<WatchedList> all) {
        return new Lists(threshold, of(Subject.CLIENT, all), of(Subject.SENDER, all), of(Subject.HELO, all));
    }

    private static List<WatchedList> of(Subject subject, List<WatchedList> all) {
        return all.stream()
                .filter(watched -> watched.list().subject() == subject)
                .toList();
    }
}
