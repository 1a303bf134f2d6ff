package io.postern.antispam.learned;

/**
 * All tokens with their counts, as they were at one moment. Open addressing in plain arrays: a million tokens take 32 MB,
 * where objects would take five times that.
 */
final class Lexicon {

    /** Marks a free place; the token 0 itself is taken for 1. */
    private static final long FREE = 0;

    private static final int SMALLEST = 1024;

    private final Counts mails;
    private final long[] tokens;
    private final int[] spam;
    private final int[] ham;
    private int size;

    /**
     * An empty one.
     *
     * @param mails how many mails of each kind there are
     * @param expected how many tokens there will be
     */
    Lexicon(Counts mails, int expected) {
        this.mails = mails;
        int places = Math.max(SMALLEST, Integer.highestOneBit(Math.max(1, expected)) * 4);
        this.tokens = new long[places];
        this.spam = new int[places];
        this.ham = new int[places];
    }

    /** A copy with other counts of mails and room for {@code more} tokens. */
    Lexicon grown(Counts now, int more) {
        Lexicon copy = new Lexicon(now, size + more);
        for (int i = 0; i < tokens.length; i++) {
            if (tokens[i] != FREE) {
                copy.put(tokens[i], spam[i], ham[i]);
            }
        }
        return copy;
    }

    /** Only while nobody else sees it. */
    void put(long token, int inSpam, int inHam) {
        int place = place(token);
        if (tokens[place] == FREE) {
            if (++size > tokens.length / 2) {
                throw new IllegalStateException("more tokens than expected: " + size);
            }
            tokens[place] = kept(token);
        }
        spam[place] = inSpam;
        ham[place] = inHam;
    }

    Counts of(long token) {
        int place = place(token);
        return tokens[place] == FREE ? Counts.NONE : new Counts(spam[place], ham[place]);
    }

    Counts mails() {
        return mails;
    }

    int size() {
        return size;
    }

    private int place(long token) {
        long kept = kept(token);
        int place = (int) (kept ^ (kept >>> 32)) & (tokens.length - 1);
        while (tokens[place] != FREE && tokens[place] != kept) {
            place = (place + 1) & (tokens.length - 1);
        }
        return place;
    }

    private static long kept(long token) {
        return token == FREE ? 1 : token;
    }
}
