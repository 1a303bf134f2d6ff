package io.postern.topics;

import java.util.List;

/**
 * What was done to the topics of a cluster.
 *
 * @param created topics that were missing
 * @param changed topics whose settings were others
 * @param differing what is not as it should be and was left alone, in words
 */
public record Outcome(List<String> created, List<String> changed, List<String> differing) {

    public Outcome {
        created = List.copyOf(created);
        changed = List.copyOf(changed);
        differing = List.copyOf(differing);
    }
}
