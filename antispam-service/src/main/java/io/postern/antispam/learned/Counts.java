package io.postern.antispam.learned;

/**
 * In how many mails of each kind something was.
 *
 * @param spam mails that were called spam
 * @param ham mails that were called ham
 */
public record Counts(int spam, int ham) {

    static final Counts NONE = new Counts(0, 0);
}
