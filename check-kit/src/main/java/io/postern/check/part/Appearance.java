package io.postern.check.part;

import java.util.Set;

/**
 * How much there is to wonder about in a mail.
 *
 * @param ambiguities in what ways it is other than the plainest of mails, so that two programs could read it differently
 * @param attachments whether there is something in it but texts
 */
public record Appearance(Set<Ambiguity> ambiguities, boolean attachments) {

    public Appearance {
        ambiguities = Set.copyOf(ambiguities);
    }

    /** Whether two programs could read it differently. */
    public boolean doubtful() {
        return !ambiguities.isEmpty();
    }
}
