package io.postern.antispam.rule;

import java.util.Map;

/**
 * A rule that holds for a mail.
 *
 * @param rule its name
 * @param score what it adds
 * @param text what is the case
 * @param failed whether instead of holding it could not be worked out
 * @param detail more of it, by stable names
 */
public record Hit(String rule, double score, String text, boolean failed, Map<String, String> detail) {

    public Hit {
        detail = Map.copyOf(detail);
    }

    /** With a score that can be read: a hundredth is as exact as they are. */
    public static Hit of(String rule, double score, String text) {
        return new Hit(rule, Math.round(score * 100) / 100.0, text, false, Map.of());
    }

    static Hit failed(String rule, RuntimeException cause) {
        return new Hit(rule, 0, "the rule failed: " + cause.getClass().getSimpleName(), true, Map.of());
    }

    /** Of a list that cannot tell, or was not asked. */
    public static Hit unknown(String rule, String text, String list, String cause) {
        return new Hit(rule, 0, text, true, Map.of("list", list, "cause", cause));
    }

    /** The same with more of it. */
    public Hit with(Map<String, String> more) {
        return new Hit(rule, score, text, failed, more);
    }
}
