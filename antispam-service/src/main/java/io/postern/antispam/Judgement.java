package io.postern.antispam;

import io.postern.antispam.rule.Hit;
import java.util.List;

/**
 * What a mail comes to.
 *
 * @param score the sum of what holds, that which speaks for the mail within its limit
 * @param limit from which score on it is called spam
 * @param complete whether all could tell that the operator needs
 * @param hits what holds, the heaviest first
 */
public record Judgement(double score, double limit, boolean complete, List<Hit> hits) {

    public Judgement {
        hits = List.copyOf(hits);
    }

    /** Whether it is called spam. */
    public boolean spam() {
        return score >= limit;
    }
}
