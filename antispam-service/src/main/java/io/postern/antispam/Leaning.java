package io.postern.antispam;

import io.postern.antispam.AntispamSettings.Learned;
import io.postern.antispam.learned.Counts;

/**
 * What the classifier's opinion is worth. That a mail is spam has to be all but sure to weigh much. One of which it knows
 * nothing is taken for ham the sooner, the more was taught: then it should know.
 */
final class Leaning {

    /** Mails of either kind from which on it should. */
    private static final double MUCH = 500;

    private Leaning() {}

    /** @param spam from 0, ham, to 1, spam */
    static double score(double spam, Counts taught, Learned settings) {
        double unsure = -settings.unsure() * Math.min(1, Math.min(taught.spam(), taught.ham()) / MUCH);
        double leaning = 2 * spam - 1;
        return leaning > 0
                ? unsure + (settings.spam() - unsure) * Math.pow(leaning, 4)
                : unsure + (settings.ham() + unsure) * leaning;
    }
}
