package io.postern.check.lists;

import java.util.List;

/**
 * The lists in force.
 *
 * @param threshold the sum of weights that decides; infinite if the check has none
 * @param all each of them, in the order of the file
 */
public record Lists(double threshold, List<WatchedList> all) {

    public Lists {
        all = List.copyOf(all);
    }

    /** Those of one subject. */
    public List<WatchedList> of(Subject subject) {
        return all.stream()
                .filter(watched -> watched.list().subject().equals(subject))
                .toList();
    }
}
