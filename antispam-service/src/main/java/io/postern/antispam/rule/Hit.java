package io.postern.antispam.rule;

/**
 * A rule that holds for a mail.
 *
 * @param rule its name
 * @param score what it adds
 * @param text what is the case
 * @param failed whether instead of holding it could not be worked out
 */
public record Hit(String rule, double score, String text, boolean failed) {

    /** With a score that can be read: a hundredth is as exact as they are. */
    public static Hit of(String rule, double score, String text) {
        return new Hit(rule, Math.round(score * 100) / 100.0, text, false);
    }

    static Hit failed(String rule, RuntimeException cause) {
        return new Hit(rule, 0, "the rule failed: " + cause.getClass().getSimpleName(), true);
    }
}
