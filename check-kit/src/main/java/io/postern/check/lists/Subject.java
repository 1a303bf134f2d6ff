package io.postern.check.lists;

/**
 * What a list lists, in the words of the check that asks it.
 *
 * @param name in the operator's file: {@code sender}
 * @param names whether its lists have domain names
 * @param addresses whether they may have addresses
 */
public record Subject(String name, boolean names, boolean addresses) {}
