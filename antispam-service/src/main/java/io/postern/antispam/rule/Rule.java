package io.postern.antispam.rule;

import io.postern.antispam.letter.Letter;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/**
 * Something that tells spam from other mail.
 *
 * @param name stable: the reason's code in verdicts, the key in the file of scores
 * @param text for the operator: what is the case
 * @param strength how strongly it is
 */
public record Rule(String name, String text, Strength strength) {

    /** How strongly something is the case. */
    public interface Strength {
        /** From 0, not at all, to 1. */
        double of(Letter letter, Lists lists);
    }

    /** One that is there or not. */
    static Rule when(String name, String text, Predicate<Letter> is) {
        return new Rule(name, text, (letter, lists) -> is.test(letter) ? 1 : 0);
    }

    /** The same, with the operator's lists. */
    static Rule listed(String name, String text, BiPredicate<Letter, Lists> is) {
        return new Rule(name, text, (letter, lists) -> is.test(letter, lists) ? 1 : 0);
    }

    /** Grows evenly from nothing at {@code none} to full strength at {@code full}. */
    static double rising(double value, double none, double full) {
        return Math.clamp((value - none) / (full - none), 0, 1);
    }
}
