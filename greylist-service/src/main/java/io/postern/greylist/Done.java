package io.postern.greylist;

/**
 * What was done.
 *
 * @param triplets how many were let in, or forgotten
 * @param trusted whether trust was given, or taken away
 */
public record Done(int triplets, boolean trusted) {}
