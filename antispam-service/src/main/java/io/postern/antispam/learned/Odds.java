package io.postern.antispam.learned;

import java.util.Arrays;

/**
 * From the counts of a mail's tokens to how likely it is spam, by Fisher's method as Gary Robinson applied it to mail: what
 * speaks for spam and what speaks for ham are tested apart, so that a mail with much of both, or nothing, is in the
 * middle.
 */
final class Odds {

    /** How much is believed of a token that was never met: a trained token of a few mails counts less than one of many. */
    private static final double PRIOR = 0.5;

    private static final double PRIOR_STRENGTH = 0.2;

    /** Tokens nearer to the middle say nothing. */
    private static final double LEAST_DEVIATION = 0.375;

    /** So many of the clearest tokens decide; with all of a long mail's the sums would drown them. */
    private static final int CLEAREST = 300;

    private Odds() {}

    /** From 0, ham, to 1, spam; 0.5 if nothing is known. */
    static double spam(long[] tokens, Lexicon lexicon) {
        double[] chances = clearest(tokens, lexicon);
        double forSpam = 0;
        double forHam = 0;
        for (double chance : chances) {
            forSpam += Math.log(1 - chance);
            forHam += Math.log(chance);
        }
        int n = chances.length;
        return n == 0 ? PRIOR : (1 + survival(-2 * forHam, n) - survival(-2 * forSpam, n)) / 2;
    }

    private static double[] clearest(long[] tokens, Lexicon lexicon) {
        double[] chances = new double[tokens.length];
        int n = 0;
        for (long token : tokens) {
            double chance = chance(lexicon.of(token), lexicon.mails());
            if (Math.abs(chance - PRIOR) >= LEAST_DEVIATION) {
                chances[n++] = chance;
            }
        }
        double[] clear = Arrays.copyOf(chances, n);
        return n <= CLEAREST ? clear : extremes(clear);
    }

    /** Sorted, the clearest lie at both ends. */
    private static double[] extremes(double[] chances) {
        Arrays.sort(chances);
        int low = 0;
        int high = chances.length - 1;
        double[] most = new double[CLEAREST];
        for (int i = 0; i < CLEAREST; i++) {
            most[i] = chances[high] - PRIOR > PRIOR - chances[low] ? chances[high--] : chances[low++];
        }
        return most;
    }

    /** How likely a mail with this token is spam, drawn to the middle by as much as little is known of it. */
    private static double chance(Counts token, Counts mails) {
        int n = token.spam() + token.ham();
        if (n == 0) {
            return PRIOR;
        }
        double inSpam = (double) token.spam() / Math.max(1, mails.spam());
        double inHam = (double) token.ham() / Math.max(1, mails.ham());
        double observed = inSpam / (inSpam + inHam);
        return (PRIOR_STRENGTH * PRIOR + n * observed) / (PRIOR_STRENGTH + n);
    }

    /** How likely a chi-square of 2 n degrees of freedom is at least {@code x}; in logarithms, for x may be large. */
    private static double survival(double x, int n) {
        double half = x / 2;
        double term = -half;
        double sum = Math.exp(term);
        for (int i = 1; i < n; i++) {
            term += Math.log(half / i);
            sum += Math.exp(term);
        }
        return Math.min(1, sum);
    }
}
